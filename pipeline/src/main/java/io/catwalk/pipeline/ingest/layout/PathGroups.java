package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.ingest.layout.Reading.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images of one folder whose names say the same class, or none, are read alike: a source of
 * millions has few of such groups.
 */
final class PathGroups {

  private final List<ImagePath> groups;
  private final LongColumn numbers;

  private PathGroups(List<ImagePath> groups, LongColumn numbers) {
    this.groups = groups;
    this.numbers = numbers;
  }

  /** What the images of a group share. */
  private record Key(String folder, Optional<String> named) {
    static Key of(String path) {
      String folder = path.substring(0, path.lastIndexOf('/') + 1);
      return new Key(folder, ImagePath.named(path));
    }
  }

  private static final class Group {

    private final int number;
    private final String first;
    private long images;

    Group(int number, String first) {
      this.number = number;
      this.first = first;
    }
  }

  static PathGroups of(Iterable<String> paths) {
    Map<Key, Group> groups = new LinkedHashMap<>();
    LongColumn numbers = new LongColumn();
    for (String path : paths) {
      Group group = groups.computeIfAbsent(Key.of(path), key -> new Group(groups.size(), path));
      group.images++;
      numbers.add(group.number);
    }
    List<ImagePath> first = new ArrayList<>();
    groups.values().forEach(group -> first.add(ImagePath.of(group.first, group.images)));
    return new PathGroups(first, numbers);
  }

  /** The first image of each group. */
  List<Span> spans() {
    return Span.of(groups);
  }

  /** What is read of each group's first image, for all images. */
  Reading all(Reading ofFirst) {
    List<Label> labels = new Selection<>(ofFirst.labels(), numbers);
    return new Reading(ofFirst.format(), labels, ofFirst.notes());
  }
}
