package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.Split;
import java.io.Serializable;

/**
 * Files that hold the same pixels once resized; files of the same bytes always do.
 *
 * @param files how many
 * @param sameBytes those of them whose bytes another has too
 * @param contents how many different files, by bytes
 * @param splits bit set of {@link Split#ordinal}
 * @param first of the paths, in order
 * @param last of the paths, in order
 */
record PixelGroup(long files, long sameBytes, long contents, int splits, String first, String last)
    implements Serializable {

  static PixelGroup of(IngestedImage image) {
    return new PixelGroup(1, 0, 1, 1 << image.split().ordinal(), image.path(), image.path());
  }

  /** With files of the same bytes. */
  PixelGroup withTwin(PixelGroup other) {
    PixelGroup both = with(other);
    return new PixelGroup(both.files, both.files, 1, both.splits, both.first, both.last);
  }

  /** With files of other bytes. */
  PixelGroup with(PixelGroup other) {
    return new PixelGroup(
        files + other.files,
        sameBytes + other.sameBytes,
        contents + other.contents,
        splits | other.splits,
        first.compareTo(other.first) <= 0 ? first : other.first,
        last.compareTo(other.last) >= 0 ? last : other.last);
  }

  boolean acrossSplits() {
    return Integer.bitCount(splits) > 1;
  }
}
