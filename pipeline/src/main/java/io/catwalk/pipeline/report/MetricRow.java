package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Intervals;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.EvaluationResult;
import java.util.ArrayList;
import java.util.List;

/**
 * One metric of the whole.
 *
 * @param key as in {@code metrics.json}
 * @param name as people say
 * @param value exact; null where it is not defined
 * @param shown rounded, in words
 * @param interval exact; null where none is known
 * @param range in words; empty where none is known
 * @param meaning for those who do not know the metric
 */
record MetricRow(
    String key,
    String name,
    Double value,
    String shown,
    Interval interval,
    String range,
    String meaning) {

  static List<MetricRow> of(Analysis analysis) {
    EvaluationResult metrics = analysis.run().metrics();
    Intervals intervals = analysis.intervals();
    List<MetricRow> rows = new ArrayList<>();
    long n = metrics.examples();
    rows.add(share("accuracy", "Accuracy", analysis.accuracy(), "Share of images named rightly."));
    rows.add(
        share(
            "top2_accuracy",
            "Top-2 accuracy",
            Wilson.of(Math.round(metrics.top2Accuracy() * n), n),
            "Share whose true class is one of the two most probable."));
    rows.add(
        ratio(
            "macro.f1",
            "Macro F1",
            metrics.macro().f1(),
            intervals.macroF1(),
            "Mean over the classes of the harmonic mean of precision and recall."));
    rows.add(
        ratio(
            "macro.precision",
            "Macro precision",
            metrics.macro().precision(),
            null,
            "Mean over the classes: how many of those taken for a class are of it."));
    rows.add(
        ratio(
            "macro.recall",
            "Macro recall",
            metrics.macro().recall(),
            null,
            "Mean over the classes: how many of a class are found."));
    rows.add(
        ratio(
            "weighted.f1",
            "Weighted F1",
            metrics.weighted().f1(),
            null,
            "As macro F1, each class by its number of images."));
    rows.add(
        ratio(
            "macro.roc_auc",
            "Macro ROC AUC",
            metrics.macro().rocAuc(),
            intervals.macroAuc(),
            "How surely an image of a class ranks above one of another: 0.5 is chance, 1 perfect."));
    rows.add(
        ratio(
            "macro.average_precision",
            "Macro average precision",
            metrics.macro().averagePrecision(),
            null,
            "Area under the precision-recall curves, mean over the classes."));
    rows.add(
        ratio(
            "log_loss",
            "Log loss",
            metrics.logLoss(),
            intervals.logLoss(),
            "Mean of −ln(probability of the true class): 0 is perfect."));
    rows.add(
        ratio(
            "brier_score",
            "Brier score",
            metrics.brierScore(),
            null,
            "Mean squared error of the probabilities, 0 to 2: 0 is perfect."));
    rows.add(
        ratio(
            "calibration.expected_error",
            "Expected calibration error",
            metrics.calibration().expectedError(),
            null,
            "How far confidence and accuracy lie apart: 0 is perfect."));
    return rows;
  }

  private static MetricRow share(String key, String name, Interval interval, String meaning) {
    return new MetricRow(
        key,
        name,
        interval.estimate(),
        Words.percent(interval.estimate()),
        interval,
        Words.percentRange(interval),
        meaning);
  }

  private static MetricRow ratio(
      String key, String name, Double value, Interval interval, String meaning) {
    return new MetricRow(
        key,
        name,
        value,
        Words.ratio(value),
        interval,
        interval == null ? "" : Words.ratioRange(interval),
        meaning);
  }
}
