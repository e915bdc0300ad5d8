package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Curve;
import io.catwalk.pipeline.compare.Intervals;
import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.report.chart.Plot;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * ROC and precision-recall curves, a class against the rest. Up to ten classes have a colour each;
 * of more, the weakest have, and the others are drawn in grey.
 */
public final class ClassCharts {

  private static final int COLOURS = 10;
  private static final int GRID = 100;
  private static final double[] FALSE_POSITIVES = {0.01, 0.05, 0.1};
  private static final double[] RECALLS = {0.5, 0.8, 0.9, 0.95};

  private final Analysis analysis;

  public ClassCharts(Analysis analysis) {
    this.analysis = analysis;
  }

  public List<Chart> charts() {
    return List.of(roc(), precisionRecall());
  }

  private Chart roc() {
    Plot plot = new Plot(Scale.across(0, 1), Scale.up(0, 1));
    plot.line(new double[] {0, 1}, new double[] {0, 1}, "ref", null);
    draw(plot, Intervals.ClassCurves::roc, index -> auc(index));
    plot.line(grid(true), mean(true), "mean", "mean");
    plot.key("mean", "mean", "mean of all classes");
    Double area = analysis.run().metrics().macro().rocAuc();
    List<String> heads = new ArrayList<>(List.of("Class", "Area"));
    for (double share : FALSE_POSITIVES) {
      heads.add("Found at " + Scale.wholePercent(share) + " false alarms");
    }
    return plot.chart(
        "roc",
        "ROC curves, each class against the rest",
        "How many of a class are found (up) at how many false alarms (right). The nearer to the upper left corner, the"
            + " better; the mean area under the curves is "
            + Words.ratio(area)
            + ".",
        share(plot.x(), "False positive rate"),
        share(plot.y(), "True positive rate"),
        table(heads, Intervals.ClassCurves::roc, this::auc, FALSE_POSITIVES, true));
  }

  private Chart precisionRecall() {
    Plot plot = new Plot(Scale.across(0, 1), Scale.up(0, 1));
    draw(plot, Intervals.ClassCurves::precisionRecall, this::averagePrecision);
    plot.line(grid(false), mean(false), "mean", "mean");
    plot.key("mean", "mean", "mean of all classes");
    Double mean = analysis.run().metrics().macro().averagePrecision();
    List<String> heads = new ArrayList<>(List.of("Class", "Average precision"));
    for (double recall : RECALLS) {
      heads.add("Precision at " + Scale.wholePercent(recall) + " recall");
    }
    return plot.chart(
        "pr",
        "Precision-recall curves",
        "How many of those taken for a class are of it (up) when so many of it are found (right). The nearer to the upper"
            + " right corner, the better; the mean average precision is "
            + Words.ratio(mean)
            + ".",
        share(plot.x(), "Recall"),
        share(plot.y(), "Precision"),
        table(
            heads, Intervals.ClassCurves::precisionRecall, this::averagePrecision, RECALLS, false));
  }

  private static Chart.Axis share(Scale scale, String label) {
    return new Chart.Axis(label, scale.ticks(5, Scale::wholePercent));
  }

  private Double auc(int index) {
    return analysis.run().metrics().perClass().get(index).rocAuc();
  }

  private Double averagePrecision(int index) {
    return analysis.run().metrics().perClass().get(index).averagePrecision();
  }

  private void draw(
      Plot plot, Function<Intervals.ClassCurves, Curve> kind, Function<Integer, Double> quality) {
    List<Integer> coloured = coloured(quality);
    List<Intervals.ClassCurves> curves = analysis.intervals().curves();
    for (int c = 0; c < curves.size(); c++) {
      Curve curve = kind.apply(curves.get(c));
      if (curve != null && !coloured.contains(c)) {
        plot.line(curve.x(), curve.y(), "other", null);
      }
    }
    for (int i = 0; i < coloured.size(); i++) {
      int index = coloured.get(i);
      Curve curve = kind.apply(curves.get(index));
      String series = "c" + index;
      plot.line(curve.x(), curve.y(), "line s" + i, series);
      plot.key(
          series, "s" + i, analysis.classes().get(index) + " " + Words.ratio(quality.apply(index)));
    }
    int grey = (int) curves.stream().filter(c -> kind.apply(c) != null).count() - coloured.size();
    if (grey > 0) {
      plot.key("others", "other", Words.count(grey) + " better classes");
    }
  }

  /** In label order. */
  private List<Integer> coloured(Function<Integer, Double> quality) {
    return IntStream.range(0, analysis.classes().size())
        .boxed()
        .filter(c -> analysis.intervals().curves().get(c).roc() != null)
        .sorted(Comparator.comparingDouble(quality::apply))
        .limit(COLOURS)
        .sorted()
        .toList();
  }

  /** Where the mean is taken: dense where ROC curves bend. */
  private static double[] grid(boolean roc) {
    return IntStream.rangeClosed(0, GRID)
        .mapToDouble(k -> roc ? Math.pow((double) k / GRID, 3) : (double) k / GRID)
        .toArray();
  }

  private double[] mean(boolean roc) {
    double[] at = grid(roc);
    double[] sum = new double[at.length];
    int count = 0;
    for (Intervals.ClassCurves curves : analysis.intervals().curves()) {
      if (curves.roc() != null) {
        count++;
        for (int k = 0; k < at.length; k++) {
          sum[k] +=
              roc ? curves.roc().atOrBefore(at[k]) : curves.precisionRecall().atOrAfter(at[k]);
        }
      }
    }
    int classes = count;
    return Arrays.stream(sum).map(value -> value / classes).toArray();
  }

  private DataTable table(
      List<String> heads,
      Function<Intervals.ClassCurves, Curve> kind,
      Function<Integer, Double> quality,
      double[] places,
      boolean before) {
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < analysis.classes().size(); c++) {
      List<String> row = new ArrayList<>();
      row.add(analysis.classes().get(c));
      row.add(Words.ratio(quality.apply(c)));
      Curve curve = kind.apply(analysis.intervals().curves().get(c));
      for (double place : places) {
        row.add(
            curve == null
                ? Words.percent((Double) null)
                : Words.percent(before ? curve.atOrBefore(place) : curve.atOrAfter(place)));
      }
      rows.add(row);
    }
    return new DataTable(heads, rows);
  }
}
