package io.catwalk.pipeline.ingest;

import java.io.Serializable;
import java.util.TreeSet;

/** What one pass over all buckets tells, while it is put together. */
final class IngestFindings implements Serializable {

  private static final long serialVersionUID = 1L;

  private final IngestStatistics statistics;
  private final DuplicateTotals duplicates = new DuplicateTotals();
  private final TreeSet<String> files = new TreeSet<>();

  /**
   * @param none of no image
   */
  IngestFindings(IngestStatistics none) {
    this.statistics = none;
  }

  IngestFindings add(BucketFinding finding) {
    if (finding.group() != null) {
      duplicates.add(finding.group());
    } else {
      statistics.merge(finding.statistics());
      files.addAll(finding.files());
    }
    return this;
  }

  IngestFindings merge(IngestFindings other) {
    statistics.merge(other.statistics);
    duplicates.merge(other.duplicates);
    files.addAll(other.files);
    return this;
  }

  IngestStatistics statistics() {
    return statistics;
  }

  DatasetManifest.Duplicates duplicates() {
    return duplicates.duplicates();
  }

  /** Shards that were written, relative to the dataset's folder. */
  TreeSet<String> files() {
    return files;
  }
}
