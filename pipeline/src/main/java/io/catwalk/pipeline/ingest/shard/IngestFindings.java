package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.DatasetManifest;
import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/** What one pass over all buckets tells, while it is put together. */
public final class IngestFindings implements Serializable {

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

  public IngestStatistics statistics() {
    return statistics;
  }

  /**
   * @param classes names in label order
   */
  public DatasetManifest.Duplicates duplicates(List<String> classes) {
    return duplicates.duplicates(conflicts, classes);
  }

  public ClassConflicts conflicts() {
    return conflicts;
  }

  /** Shards that were written, relative to the dataset's folder. */
  public TreeSet<String> files() {
    return files;
  }
}
