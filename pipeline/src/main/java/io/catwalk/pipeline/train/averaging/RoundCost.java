package io.catwalk.pipeline.train.averaging;

import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.util.List;

/**
 * Where the time of one averaging round went, in milliseconds.
 *
 * @param total of the round, as the driver saw it
 * @param broadcast reading the driver's state and handing it to Spark, and the slowest worker's
 *     waiting for it
 * @param restore the slowest worker's putting it into its network
 * @param compute the slowest worker's training
 * @param idle the mean over the workers of waiting for the slowest
 * @param read the slowest worker's taking its network's state out
 * @param job the rest of Spark's job: scheduling, launching, bringing results to the driver
 * @param average averaging and putting the average into the driver's network; where slices are
 *     averaged on executors, the latter alone
 */
public record RoundCost(
    double total,
    double broadcast,
    double restore,
    double compute,
    double idle,
    double read,
    double job,
    double average) {

  private static final double MILLISECOND = 1e6;

  /** What the round would have taken less, had it only trained. */
  public double fixed() {
    return total - compute;
  }

  /**
   * @param prepared nanoseconds until the job began
   * @param ran nanoseconds of the job
   * @param averaged nanoseconds after it
   */
  static RoundCost of(long prepared, long ran, long averaged, List<WorkerReport> reports) {
    WorkerTimes slowest = new WorkerTimes(0, 0, 0, 0);
    double totals = 0;
    for (WorkerReport report : reports) {
      totals += report.times().total();
      slowest = report.times().total() > slowest.total() ? report.times() : slowest;
    }
    return new RoundCost(
        (prepared + ran + averaged) / MILLISECOND,
        (prepared + slowest.receive()) / MILLISECOND,
        slowest.restore() / MILLISECOND,
        slowest.compute() / MILLISECOND,
        (slowest.total() - totals / reports.size()) / MILLISECOND,
        slowest.read() / MILLISECOND,
        (ran - slowest.total()) / MILLISECOND,
        averaged / MILLISECOND);
  }
}
