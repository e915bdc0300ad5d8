package io.catwalk.pipeline.doctor;

import java.util.List;

/**
 * What {@code catwalk doctor} found.
 *
 * @param master URL of Spark's master
 * @param storage root
 * @param seconds that the examination took
 * @param healthy whether a job can run
 * @param findings of every check, in the order of the checks
 * @param processes the driver, then the executors
 */
public record Diagnosis(
    String master,
    String storage,
    double seconds,
    boolean healthy,
    List<Finding> findings,
    List<ProcessFacts> processes) {

  Diagnosis(
      String master,
      String storage,
      double seconds,
      List<Finding> findings,
      List<ProcessFacts> processes) {
    this(
        master,
        storage,
        seconds,
        findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR),
        List.copyOf(findings),
        List.copyOf(processes));
  }

  /** How many findings are so bad. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
