package io.catwalk.pipeline.ingest.shard;

import java.io.Serializable;
import java.util.List;

/**
 * What one pass over a bucket tells: a group of its images, or of all of it what was counted and
 * written.
 *
 * @param group null in what tells of the bucket
 * @param statistics null in what tells of a group
 * @param conflicts null in what tells of a group
 * @param files written, relative to the dataset's folder
 */
record BucketFinding(
    PixelGroup group, IngestStatistics statistics, ClassConflicts conflicts, List<String> files)
    implements Serializable {

  static BucketFinding of(PixelGroup group) {
    return new BucketFinding(group, null, null, List.of());
  }

  static BucketFinding of(
      IngestStatistics statistics, ClassConflicts conflicts, List<String> files) {
    return new BucketFinding(null, statistics, conflicts, files);
  }

  /** With a group of the same pixels and other bytes. */
  BucketFinding with(BucketFinding other) {
    return of(group.with(other.group));
  }
}
