package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.Counted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files that hold the same bytes and lie in different classes: whatever a network says of them, it
 * is wrong. Images are added sorted by SHA-256 and path.
 */
public final class ClassConflicts implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  /** The first file of a class. */
  private record Twin(String path, int label) implements Serializable {}

  private long files;
  private final TreeMap<String, List<Twin>> shown = new TreeMap<>();
  private String open = "";
  private long twins;
  private List<Twin> classes = new ArrayList<>();

  void add(IngestedImage image) {
    if (!image.sha256().equals(open)) {
      close();
      open = image.sha256();
    }
    twins++;
    if (classes.stream().noneMatch(twin -> twin.label == image.label())) {
      classes.add(new Twin(image.path(), image.label()));
    }
  }

  /** Counts the last file; nothing may be added after that. */
  ClassConflicts close() {
    if (classes.size() > 1) {
      files += twins;
      show(classes);
    }
    twins = 0;
    classes = new ArrayList<>();
    return this;
  }

  private void show(List<Twin> group) {
    shown.put(group.get(0).path, group);
    if (shown.size() > SHOWN) {
      shown.pollLastEntry();
    }
  }

  ClassConflicts merge(ClassConflicts other) {
    files += other.files;
    other.shown.values().forEach(this::show);
    return this;
  }

  /** Files of which another class holds the same bytes. */
  public long files() {
    return files;
  }

  /**
   * Some of them, in words: {@code cat/1.jpg (cat)} and {@code dog/7.jpg (dog)}.
   *
   * @param names of the classes, in label order
   */
  List<List<String>> examples(List<String> names) {
    return shown.values().stream()
        .map(group -> group.stream().map(twin -> words(twin, names)).toList())
        .toList();
  }

  private static String words(Twin twin, List<String> names) {
    return twin.path + " (" + names.get(twin.label) + ")";
  }

  /**
   * What must be told of them; empty where there are none.
   *
   * @param names of the classes, in label order
   */
  public Stream<String> warning(List<String> names) {
    if (files == 0) {
      return Stream.empty();
    }
    List<String> groups =
        examples(names).stream().limit(3).map(group -> String.join(" = ", group)).toList();
    return Stream.of(
        String.format(
            Locale.ROOT,
            "%s the same bytes as an image of another class, so that one of both is in the wrong class: %s%s",
            Counted.of(files, "image") + (files == 1 ? " has" : " have"),
            String.join("; ", groups),
            shown.size() > groups.size() ? "; …" : ""));
  }
}
