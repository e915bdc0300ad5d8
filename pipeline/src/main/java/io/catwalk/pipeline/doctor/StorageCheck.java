package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.storage.StorageTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the storage keeps what it is given. */
final class StorageCheck {

  static final String NAME = "storage";
  private static final long TOO_LITTLE = 256L << 20;
  private static final long LITTLE = 5L << 30;

  private StorageCheck() {}

  /**
   * @param thorough counts copies as well, which may take two seconds
   */
  static List<Finding> of(StorageTrial trial, boolean thorough) {
    List<Finding> findings = new ArrayList<>();
    if (!trial.excludes()) {
      findings.add(
          Finding.error(
              NAME,
              trial.root() + " lets two processes write the same new file",
              "two jobs could both take the same lock, and two nights decide on one champion; they refuse to run there",
              "use hdfs:// or a local file system for storage.root, or s3a:// by a Spark with Hadoop 3.4.2 or newer and fs.s3a.create.conditional.enabled"));
    }
    if (!trial.showsAtOnce()) {
      findings.add(
          Finding.error(
              NAME,
              trial.root() + " does not show at once what was written",
              "a job could take a lock that is held, or read what was replaced",
              "use hdfs:// or a local file system for storage.root"));
    }
    long free = trial.free();
    if (free < LITTLE) {
      findings.add(
          new Finding(
              NAME,
              free < TOO_LITTLE ? Severity.ERROR : Severity.WARNING,
              String.format(
                  Locale.ROOT, "%s has %s left", trial.root(), MemoryCheck.size(Math.max(0, free))),
              "datasets, checkpoints and models go there; a job that finds no room fails after its work is done",
              "free or add space, raise the quota, or set storage.root (--storage) to another place"));
    }
    if (thorough && trial.scheme().equals("hdfs")) {
      copies(trial, findings);
    }
    if (findings.isEmpty()) {
      String room = free == Long.MAX_VALUE ? "room unknown" : MemoryCheck.size(free) + " left";
      findings.add(
          Finding.ok(
              NAME,
              trial.root()
                  + ": can be written, keeps a second writer out, shows at once what was written, "
                  + room
                  + copies(trial, thorough)));
    }
    return findings;
  }

  private static String copies(StorageTrial trial, boolean thorough) {
    return thorough && trial.scheme().equals("hdfs") ? ", " + trial.copiesAsked() + " copies" : "";
  }

  private static void copies(StorageTrial trial, List<Finding> findings) {
    int asked = trial.copiesAsked();
    int found = trial.copies();
    if (found < asked) {
      findings.add(
          Finding.warning(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s: %d copies of each block are asked for, %d DataNodes took one",
                  trial.root(),
                  asked,
                  found),
              "a lost disk may lose a run, and HDFS looks for a place for the others for ever",
              String.format(
                  Locale.ROOT,
                  "set spark.hadoop.dfs.replication=%d, or start more DataNodes",
                  found)));
    } else if (asked == 1) {
      findings.add(
          Finding.warning(
              NAME,
              trial.root() + " keeps one copy of each block",
              "a lost disk loses datasets, models and the registry",
              "set spark.hadoop.dfs.replication=3"));
    }
  }
}
