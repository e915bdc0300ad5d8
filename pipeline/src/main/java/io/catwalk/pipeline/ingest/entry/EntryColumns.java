package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.columns.TextColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Places of entries in some 25 bytes each, the containers that many share held once. */
final class EntryColumns {

  private final List<Container> containers = new ArrayList<>();
  private final Map<Container, Integer> numbers = new HashMap<>();
  private final LongColumn container = new LongColumn();
  private final TextColumn paths = new TextColumn();
  private final TextColumn names = new TextColumn();
  private final LongColumn positions = new LongColumn();
  private final LongColumn lengths = new LongColumn();

  void add(Container holder, SourceEntry entry) {
    container.add(
        numbers.computeIfAbsent(
            holder,
            added -> {
              containers.add(added);
              return containers.size() - 1;
            }));
    paths.add(entry.path());
    names.add(entry.name());
    positions.add(entry.position());
    lengths.add(entry.length());
  }

  Container container(int index) {
    return containers.get((int) container.get(index));
  }

  SourceEntry entry(int index) {
    return new SourceEntry(
        paths.get(index), names.get(index), positions.get(index), lengths.get(index));
  }

  int size() {
    return paths.size();
  }
}
