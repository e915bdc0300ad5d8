package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Intervals;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.Predictions;
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
 * @param choice which examples are shown
 * @param meanConfidence mean probability of the predicted classes
 * @param sure predictions of at least 95 % confidence
 * @param sureAndRight those of them that are right
 * @param comparison with a baseline; null without one
 */
public record Analysis(
    StoredRun run,
    Interval accuracy,
    Intervals intervals,
    Slices slices,
    ExampleChoice choice,
    double meanConfidence,
    long sure,
    long sureAndRight,
    Comparison comparison) {

  private static final float SURE = 0.95f;

  static Analysis of(StoredRun run) {
    return of(run, Optional.empty());
  }

  static Analysis of(StoredRun run, StoredRun baseline) {
    return of(run, Optional.of(Comparison.of(run, baseline)));
  }

  private static Analysis of(StoredRun run, Optional<Comparison> comparison) {
    EvaluationResult metrics = run.metrics();
    Predictions predictions = run.predictions();
    double confidence = 0;
    long sure = 0;
    long sureAndRight = 0;
    for (int i = 0; i < predictions.size(); i++) {
      confidence += predictions.confidence(i);
      if (predictions.confidence(i) >= SURE) {
        sure++;
        sureAndRight += predictions.correct(i) ? 1 : 0;
      }
    }
    return new Analysis(
        run,
        Wilson.of(metrics.confusionMatrix().correct(), metrics.examples()),
        Intervals.of(run),
        Slices.of(run),
        predictions.choice(run.classes().size()),
        confidence / predictions.size(),
        sure,
        sureAndRight,
        comparison.orElse(null));
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

  /** What the most confident predictions are worth; empty where there are none. */
  String sureWords() {
    return sure == 0
        ? ""
        : " Where it claims 95\u202f% or more ("
            + Words.percent((double) sure / run.metrics().examples())
            + " of all), it is right on "
            + Words.percent((double) sureAndRight / sure)
            + ".";
  }
}
