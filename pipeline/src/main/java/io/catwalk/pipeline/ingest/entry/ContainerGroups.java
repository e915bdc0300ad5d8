package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.columns.Selection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Divides what a source holds by what holds it. */
public final class ContainerGroups {

  private ContainerGroups() {}

  /** Containers in the order of their first entry, each with its entries in reading order. */
  public static Map<Container, List<Located>> ofLocated(List<Located> entries) {
    return of(entries, Located::container, Located::entry);
  }

  /** As {@link #ofLocated}, of images. */
  public static Map<Container, List<SourceImage>> ofImages(List<SourceImage> images) {
    return of(images, SourceImage::container, SourceImage::entry);
  }

  private static <T> Map<Container, List<T>> of(
      List<T> items, Function<T, Container> container, Function<T, SourceEntry> entry) {
    Map<Container, Group> groups = new LinkedHashMap<>();
    int index = 0;
    for (T item : items) {
      groups
          .computeIfAbsent(container.apply(item), c -> new Group())
          .add(index++, entry.apply(item).position());
    }
    Map<Container, List<T>> selected = new LinkedHashMap<>();
    groups.forEach(
        (holder, group) ->
            selected.put(
                holder,
                groups.size() == 1 && group.inOrder
                    ? items
                    : new Selection<>(items, group.sorted())));
    return selected;
  }

  /** Indices of one container's entries, as they came. */
  private static final class Group {

    private final LongColumn indices = new LongColumn();
    private final LongColumn positions = new LongColumn();
    private boolean inOrder = true;

    void add(int index, long position) {
      int count = positions.size();
      inOrder &= count == 0 || positions.get(count - 1) <= position;
      indices.add(index);
      positions.add(position);
    }

    /** By position, entries of one position as they came. */
    LongColumn sorted() {
      if (inOrder) {
        return indices;
      }
      LongColumn sorted = new LongColumn();
      IntStream.range(0, indices.size())
          .boxed()
          .sorted(Comparator.comparingLong(positions::get))
          .forEach(at -> sorted.add(indices.get(at)));
      return sorted;
    }
  }
}
