package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.report.chart.Plot;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.Calibration;
import io.catwalk.pipeline.runs.Calibration.Bin;
import io.catwalk.pipeline.runs.ConfidenceCounts;
import java.util.ArrayList;
import java.util.List;

/** Whether the probabilities mean what they say, and how they are distributed. */
public final class CalibrationCharts {

  private static final int BARS = ConfidenceCounts.BARS;

  private final Analysis analysis;

  public CalibrationCharts(Analysis analysis) {
    this.analysis = analysis;
  }

  public List<Chart> charts() {
    return List.of(reliability(), histogram());
  }

  private Chart reliability() {
    Calibration calibration = analysis.run().metrics().calibration();
    Plot plot = new Plot(Scale.across(0, 1), Scale.up(0, 1));
    List<List<String>> rows = new ArrayList<>();
    List<Bin> filled = calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
    for (Bin bin : filled) {
      // The gap between what was claimed and what was right.
      plot.rectangle(bin.lower(), bin.upper(), bin.confidence(), bin.accuracy(), "gap", "gap");
    }
    plot.line(new double[] {0, 1}, new double[] {0, 1}, "ref", null);
    plot.line(
        filled.stream().mapToDouble(Bin::confidence).toArray(),
        filled.stream().mapToDouble(Bin::accuracy).toArray(),
        "line s0",
        "bins");
    for (Bin bin : filled) {
      long right = Math.round(bin.accuracy() * bin.count());
      Interval interval = Wilson.of(right, bin.count());
      plot.line(
          new double[] {bin.confidence(), bin.confidence()},
          new double[] {interval.low(), interval.high()},
          "whisker",
          "bins");
      plot.point(
          bin.confidence(),
          bin.accuracy(),
          "s0",
          "bins",
          "Claims "
              + Words.percent(bin.confidence())
              + ", is right on "
              + Words.percent(bin.accuracy())
              + " of "
              + Words.count(bin.count(), "image"));
      rows.add(
          List.of(
              Scale.wholePercent(bin.lower()) + " to " + Scale.wholePercent(bin.upper()),
              Words.count(bin.count()),
              Words.percent(bin.confidence()),
              Words.percent(bin.accuracy()),
              Words.percentRange(interval)));
    }
    plot.key("bins", "s0", "measured, with 95\u202f% interval");
    plot.key("gap", "gap", "gap");
    plot.key("", "ref", "perfect");
    return plot.chart(
        "reliability",
        "Reliability diagram",
        "How often it is right (up) when it claims so much (right). On the dashed line the claims are true; below it the"
            + " model is overconfident. Expected calibration error "
            + Words.ratio(calibration.expectedError())
            + ".",
        new Chart.Axis("Confidence", plot.x().ticks(5, Scale::wholePercent)),
        new Chart.Axis("Accuracy", plot.y().ticks(5, Scale::wholePercent)),
        new DataTable(
            List.of("Confidence", "Images", "Mean confidence", "Accuracy", "95\u202f% interval"),
            rows));
  }

  private Chart histogram() {
    ConfidenceCounts counts = analysis.run().predictions().counts();
    double most = 0;
    for (int bar = 0; bar < BARS; bar++) {
      most = Math.max(most, (double) (counts.right(bar) + counts.wrong(bar)) / counts.all());
    }
    Plot plot = new Plot(Scale.across(0, 1), Scale.up(0, most * 1.05));
    List<List<String>> rows = new ArrayList<>();
    for (int bar = 0; bar < BARS; bar++) {
      bar(plot, bar, counts, rows);
    }
    plot.key("right", "right", "right");
    plot.key("wrong", "wrong", "wrong");
    return plot.chart(
        "confidence",
        "Confidence of the predictions",
        "How many predictions are made with how much confidence, right ones (below) and wrong ones (above). On average "
            + Words.percent(counts.mean())
            + ".",
        new Chart.Axis("Confidence", plot.x().ticks(5, Scale::wholePercent)),
        new Chart.Axis("Share of images", plot.y().ticks(5, Scale::wholePercent)),
        new DataTable(List.of("Confidence", "Right", "Wrong", "Right of these"), rows));
  }

  private static void bar(Plot plot, int bar, ConfidenceCounts counts, List<List<String>> rows) {
    long right = counts.right(bar);
    long wrong = counts.wrong(bar);
    if (right + wrong == 0) {
      return;
    }
    double gap = 0.08 / BARS;
    double from = (double) bar / BARS + gap;
    double to = (bar + 1.0) / BARS - gap;
    double total = counts.all();
    plot.rectangle(from, to, 0, right / total, "right", "right");
    plot.rectangle(from, to, right / total, (right + wrong) / total, "wrong", "wrong");
    String range =
        Scale.wholePercent((double) bar / BARS) + " to " + Scale.wholePercent((bar + 1.0) / BARS);
    plot.point(
        (from + to) / 2,
        (right + wrong) / total,
        "tip",
        null,
        range + ": " + Words.count(right) + " right, " + Words.count(wrong) + " wrong");
    rows.add(
        List.of(
            range,
            Words.count(right),
            Words.count(wrong),
            Words.percent((double) right / (right + wrong))));
  }
}
