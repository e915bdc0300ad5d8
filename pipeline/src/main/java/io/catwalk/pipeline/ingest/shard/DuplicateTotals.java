package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.DatasetManifest;
import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/** What the manifest says of duplicates, while it is being counted. */
final class DuplicateTotals implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  private long sameBytes;
  private long samePixels;
  private long acrossSplits;
  private final TreeMap<String, PixelGroup> shown = new TreeMap<>();

  DuplicateTotals add(PixelGroup group) {
    if (group.files() > 1) {
      sameBytes += group.sameBytes();
      samePixels += group.contents() > 1 ? group.files() : 0;
      acrossSplits += group.acrossSplits() ? group.files() : 0;
      show(group);
    }
    return this;
  }

  private void show(PixelGroup group) {
    shown.put(group.first(), group);
    if (shown.size() > SHOWN) {
      shown.pollLastEntry();
    }
  }

  DuplicateTotals merge(DuplicateTotals other) {
    sameBytes += other.sameBytes;
    samePixels += other.samePixels;
    acrossSplits += other.acrossSplits;
    other.shown.values().forEach(this::show);
    return this;
  }

  /**
   * @param classes names in label order
   */
  DatasetManifest.Duplicates duplicates(ClassConflicts conflicts, List<String> classes) {
    List<List<String>> examples =
        shown.values().stream().map(group -> List.of(group.first(), group.last())).toList();
    return new DatasetManifest.Duplicates(
        sameBytes,
        samePixels,
        acrossSplits,
        examples,
        conflicts.files(),
        conflicts.examples(classes));
  }
}
