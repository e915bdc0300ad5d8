package io.catwalk.pipeline.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/** What one pass over all buckets tells, while it is put together. */
final class IngestFindings implements Serializable {

  private static final long serialVersionUID = 1L;

  private final IngestStatistics statistics;
  private final DuplicateTotals duplicates = new DuplicateTotals();
  private final ClassConflicts conflicts = new ClassConflicts();
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
      conflicts.merge(finding.conflicts());
      files.addAll(finding.files());
    }
    return this;
  }

  IngestFindings merge(IngestFindings other) {
    statistics.merge(other.statistics);
    duplicates.merge(other.duplicates);
    conflicts.merge(other.conflicts);
    files.addAll(other.files);
    return this;
  }

  IngestStatistics statistics() {
    return statistics;
  }

  /**
   * @param classes names in label order
   */
  DatasetManifest.Duplicates duplicates(List<String> classes) {
    return duplicates.duplicates(conflicts, classes);
  }

  ClassConflicts conflicts() {
    return conflicts;
  }

  /** Shards that were written, relative to the dataset's folder. */
  TreeSet<String> files() {
    return files;
  }
}
