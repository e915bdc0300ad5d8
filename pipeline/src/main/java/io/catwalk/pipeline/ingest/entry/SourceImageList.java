package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.dataset.Split;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** Images of a source in few bytes each; it does not change. */
public final class SourceImageList extends AbstractList<SourceImage> implements RandomAccess {

  private static final List<Split> SPLITS = Arrays.asList(Split.values());

  private final EntryColumns entries = new EntryColumns();
  private final LongColumn labels = new LongColumn();

  /** Indices into {@link #SPLITS}; -1 for none. */
  private final LongColumn splits = new LongColumn();

  /** Of those that have some, by their index. */
  private final Map<Integer, Map<String, String>> attributes = new HashMap<>();

  private SourceImageList() {}

  /** The list itself where it is one of these. */
  public static List<SourceImage> of(List<SourceImage> all) {
    return all instanceof SourceImageList ? all : of(all.iterator());
  }

  public static List<SourceImage> of(Iterator<SourceImage> all) {
    SourceImageList list = new SourceImageList();
    all.forEachRemaining(list::append);
    return list;
  }

  private void append(SourceImage image) {
    if (!image.attributes().isEmpty()) {
      attributes.put(size(), image.attributes());
    }
    entries.add(image.container(), image.entry());
    labels.add(image.label());
    splits.add(SPLITS.indexOf(image.split()));
  }

  @Override
  public SourceImage get(int index) {
    int split = (int) splits.get(index);
    return new SourceImage(
        entries.container(index),
        entries.entry(index),
        (int) labels.get(index),
        split < 0 ? null : SPLITS.get(split),
        attributes.getOrDefault(index, Map.of()));
  }

  @Override
  public int size() {
    return entries.size();
  }
}
