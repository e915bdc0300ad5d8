package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** The short form, for the start of every job: one small Spark job, and no benchmark. */
public final class CheckUp {

  private final ClusterFacts cluster;
  private final Consumer<String> warn;

  private CheckUp(ClusterFacts cluster, Consumer<String> warn) {
    this.cluster = cluster;
    this.warn = warn;
  }

  /**
   * @param warn hears what is not as it should be, a line each
   * @throws CatwalkException (cluster) when the job would fail, with a line a reason
   */
  public static CheckUp of(
      SparkSession session, HadoopStorage storage, ExperimentConfig config, Consumer<String> warn) {
    List<Finding> findings = new ArrayList<>();
    try (StorageVisit visit = StorageVisit.begin(storage, config, false)) {
      findings.addAll(visit.findings());
      ClusterFacts cluster =
          new ExecutorSurvey(session, Clock.systemUTC(), new GpuFinder.Nvidia())
              .visit(0, storage.sources(), visit.needed());
      Check.ALL.forEach(check -> findings.addAll(check.of(cluster)));
      CheckUp checkUp = new CheckUp(cluster, warn);
      checkUp.tell(findings);
      return checkUp;
    }
  }

  /**
   * Looks whether a job fits the memory of the processes that were there when Spark had started.
   *
   * @throws CatwalkException (cluster) when it cannot, with figures and the setting that mends it
   */
  public void require(MemoryDemand demand) {
    tell(new RoomCheck(cluster, demand).findings());
  }

  private void tell(List<Finding> findings) {
    findings.stream()
        .filter(finding -> finding.severity() == Severity.WARNING || passing(finding))
        .forEach(finding -> warn.accept(finding.line()));
    String errors =
        findings.stream()
            .filter(finding -> finding.severity() == Severity.ERROR && !passing(finding))
            .map(Finding::line)
            .collect(Collectors.joining("\n"));
    if (!errors.isEmpty()) {
      throw CatwalkException.cluster(errors);
    }
  }

  /** Images matter only where they have not been read before. */
  private static boolean passing(Finding finding) {
    return finding.severity() == Severity.ERROR && finding.check().equals(SightCheck.NAME);
  }
}
