package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.RunManifest;
import java.util.Comparator;
import java.util.List;

/**
 * A run in the index.
 *
 * @param id of the run
 * @param kind {@code train} or {@code evaluate}
 * @param finishedAt ISO-8601, UTC
 * @param data {@code name@version}
 * @param split that was judged
 * @param examples judged
 * @param accuracy with Wilson's interval
 * @param macroF1 0 to 1
 * @param logLoss natural logarithm
 * @param calibrationError 0 to 1
 * @param link to its report, relative to the page where they share a file system; null where it has
 *     none
 * @param best whether it is the best of those that were judged on the newest run's data
 * @param champion whether the registry has put it forward
 */
public record IndexedRun(
    String id,
    String kind,
    String finishedAt,
    String data,
    String split,
    long examples,
    Interval accuracy,
    double macroF1,
    double logLoss,
    double calibrationError,
    String link,
    boolean best,
    boolean champion) {

  static IndexedRun of(EvaluationResult metrics, RunManifest facts, String link, boolean champion) {
    return new IndexedRun(
        facts.runId(),
        facts.kind() == null ? "" : facts.kind(),
        facts.finishedAt() == null ? "" : facts.finishedAt(),
        metrics.dataset() + "@" + metrics.datasetVersion(),
        metrics.split(),
        metrics.examples(),
        Wilson.of(metrics.confusionMatrix().correct(), metrics.examples()),
        metrics.macro().f1(),
        metrics.logLoss(),
        metrics.calibration().expectedError(),
        link,
        false,
        champion);
  }

  /**
   * @param runs the oldest first, at least one
   */
  static List<IndexedRun> withBest(List<IndexedRun> runs) {
    String data = runs.get(runs.size() - 1).data();
    IndexedRun best =
        runs.stream()
            .filter(run -> run.data.equals(data))
            .max(Comparator.comparingDouble(run -> run.accuracy.estimate()))
            .orElseThrow();
    return runs.stream().map(run -> run == best ? run.asBest() : run).toList();
  }

  private IndexedRun asBest() {
    return new IndexedRun(
        id,
        kind,
        finishedAt,
        data,
        split,
        examples,
        accuracy,
        macroF1,
        logLoss,
        calibrationError,
        link,
        true,
        champion);
  }

  /** In words, with a space before. */
  public String marks() {
    return (best ? " (best)" : "") + (champion ? " (champion)" : "");
  }
}
