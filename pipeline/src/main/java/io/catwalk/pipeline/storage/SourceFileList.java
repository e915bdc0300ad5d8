package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.columns.TextColumn;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * The files of a source in some 20 bytes each, so that a driver can hold ten million. A file's path
 * is the end of its URI, which is not stored twice.
 */
final class SourceFileList extends AbstractList<SourceFile> implements RandomAccess {

  private final TextColumn uris = new TextColumn();
  private final LongColumn pathLengths = new LongColumn();
  private final LongColumn lengths = new LongColumn();
  private final LongColumn times = new LongColumn();

  /** Of those that have one, by their index. */
  private final Map<Integer, String> problems = new HashMap<>();

  private SourceFileList() {}

  static List<SourceFile> of(Iterator<SourceFile> files) {
    SourceFileList list = new SourceFileList();
    files.forEachRemaining(list::append);
    return list;
  }

  private void append(SourceFile file) {
    if (!file.uri().endsWith(file.path())) {
      throw new IllegalArgumentException(file.path() + " is no end of " + file.uri());
    }
    if (!file.problem().isEmpty()) {
      problems.put(size(), file.problem());
    }
    uris.add(file.uri());
    pathLengths.add(file.path().length());
    lengths.add(file.length());
    times.add(file.modified());
  }

  @Override
  public SourceFile get(int index) {
    String uri = uris.get(index);
    return new SourceFile(
        uri,
        uri.substring(uri.length() - (int) pathLengths.get(index)),
        lengths.get(index),
        times.get(index),
        problems.getOrDefault(index, ""));
  }

  @Override
  public int size() {
    return uris.size();
  }
}
