package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Intervals;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ConfidenceCounts;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.List;
import java.util.Optional;

/**
 * All that was found out about a run.
 *
 * @param run as stored
 * @param accuracy with Wilson's interval
 * @param intervals intervals of the other metrics, and curves
 * @param slices accuracy of parts of the data
 * @param comparison with a baseline; null without one
 */
public record Analysis(
    StoredRun run, Interval accuracy, Intervals intervals, Slices slices, Comparison comparison) {

  static Analysis of(StoredRun run) {
    return of(run, Optional.empty());
  }

  static Analysis of(StoredRun run, StoredRun baseline) {
    return of(run, Optional.of(Comparison.of(run, baseline)));
  }

  private static Analysis of(StoredRun run, Optional<Comparison> comparison) {
    EvaluationResult metrics = run.metrics();
    return new Analysis(
        run,
        Wilson.of(metrics.confusionMatrix().correct(), metrics.examples()),
        Intervals.of(run),
        Slices.of(run),
        comparison.orElse(null));
  }

  /** Which examples are shown. */
  public ExampleChoice choice() {
    return run.predictions().choice();
  }

  public List<String> classes() {
    return run.classes();
  }

  /** How images were scored, where that is not once each; else empty. */
  public String flip() {
    return run.metrics().testTimeFlip()
        ? "Each image was scored together with its mirror image (evaluate.test-time-flip)."
        : "";
  }

  /** What of the page rests on a sample; empty where it holds all predictions. */
  public String sampleWords() {
    return run.predictions().whole()
        ? ""
        : "From a sample of "
            + Words.count(run.predictions().size())
            + " of "
            + Words.count(run.predictions().counts().all(), "prediction")
            + ", drawn by hash.";
  }

  /** What the most confident predictions are worth; empty where there are none. */
  String sureWords() {
    ConfidenceCounts counts = run.predictions().counts();
    return counts.sure() == 0
        ? ""
        : " Where it claims 95\u202f% or more ("
            + Words.percent((double) counts.sure() / run.metrics().examples())
            + " of all), it is right on "
            + Words.percent((double) counts.sureAndRight() / counts.sure())
            + ".";
  }
}
