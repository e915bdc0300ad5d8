package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.columns.TextColumn;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;

/** Entries of a source in few bytes each; it does not change. */
public final class LocatedList extends AbstractList<Located> implements RandomAccess {

  private final EntryColumns entries = new EntryColumns();
  private final TextColumn labels = new TextColumn();

  private LocatedList() {}

  public static List<Located> of(Iterator<Located> all) {
    LocatedList list = new LocatedList();
    all.forEachRemaining(list::append);
    return list;
  }

  /**
   * Of several entries with one path the first alone.
   *
   * @param sorted by path
   */
  public static List<Located> ofDistinct(Iterator<Located> sorted) {
    LocatedList list = new LocatedList();
    String last = null;
    while (sorted.hasNext()) {
      Located located = sorted.next();
      if (!located.path().equals(last)) {
        list.append(located);
        last = located.path();
      }
    }
    return list;
  }

  private void append(Located located) {
    entries.add(located.container(), located.entry());
    labels.add(located.label());
  }

  @Override
  public Located get(int index) {
    return new Located(entries.container(index), entries.entry(index), labels.get(index));
  }

  @Override
  public int size() {
    return entries.size();
  }
}
