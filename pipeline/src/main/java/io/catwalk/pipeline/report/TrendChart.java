package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.report.chart.Plot;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accuracy from run to run; runs that were judged on the same data are joined by a line. */
public final class TrendChart {

  private static final int COLOURS = 10;

  private TrendChart() {}

  public static Chart of(RunIndex index) {
    List<IndexedRun> runs = index.runs();
    double least = 1;
    double most = 0;
    for (IndexedRun run : runs) {
      least = Math.min(least, run.accuracy().low());
      most = Math.max(most, run.accuracy().high());
    }
    double room = Math.max(0.005, (most - least) * 0.1);
    Plot plot =
        new Plot(
            Scale.across(0.5, runs.size() + 0.5),
            Scale.up(Math.max(0, least - room), Math.min(1, most + room)));
    Map<String, List<Integer>> byData = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      byData.computeIfAbsent(runs.get(i).data(), key -> new ArrayList<>()).add(i);
    }
    int series = 0;
    for (Map.Entry<String, List<Integer>> entry : byData.entrySet()) {
      draw(plot, runs, entry, series++);
    }
    return plot.chart(
        "trend-chart",
        "Accuracy from run to run",
        index.headline() + ". The lines through the dots are 95\u202f% intervals.",
        new Chart.Axis("Run, the oldest first", ticks(plot, runs.size())),
        new Chart.Axis("Accuracy", plot.y().ticks(5, Words::percent)),
        table(runs));
  }

  private static void draw(
      Plot plot, List<IndexedRun> runs, Map.Entry<String, List<Integer>> data, int series) {
    String name = "d" + series;
    String style = "s" + series % COLOURS;
    List<Integer> places = data.getValue();
    plot.line(
        places.stream().mapToDouble(i -> i + 1).toArray(),
        places.stream().mapToDouble(i -> runs.get(i).accuracy().estimate()).toArray(),
        "line " + style,
        name);
    for (int i : places) {
      IndexedRun run = runs.get(i);
      plot.line(
          new double[] {i + 1, i + 1},
          new double[] {run.accuracy().low(), run.accuracy().high()},
          "line thin " + style,
          name);
      plot.point(
          i + 1,
          run.accuracy().estimate(),
          style,
          name,
          run.id() + run.marks() + ": " + Words.percent(run.accuracy().estimate()));
    }
    plot.key(name, style, data.getKey());
  }

  private static List<Chart.Tick> ticks(Plot plot, int runs) {
    int step = Math.max(1, (runs + 11) / 12);
    List<Chart.Tick> ticks = new ArrayList<>();
    for (int i = 1; i <= runs; i += step) {
      ticks.add(new Chart.Tick(plot.x().at(i), Integer.toString(i)));
    }
    return ticks;
  }

  private static DataTable table(List<IndexedRun> runs) {
    List<List<String>> rows = new ArrayList<>();
    for (IndexedRun run : runs) {
      rows.add(
          List.of(
              run.id(),
              Words.percent(run.accuracy().estimate()),
              Words.percentRange(run.accuracy())));
    }
    return new DataTable(List.of("Run", "Accuracy", "95\u202f% interval"), rows);
  }
}
