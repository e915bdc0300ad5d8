package io.catwalk.pipeline.report.chart;

import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** How training went, epoch by epoch. */
public final class LearningCharts {

  private final List<Epoch> history;
  private final RunManifest.TrainingFacts training;

  public LearningCharts(StoredRun run) {
    history = run.history();
    training = run.manifest().training();
  }

  /** Of a training that is under way. */
  public LearningCharts(List<Epoch> history) {
    this.history = history;
    training = null;
  }

  /** Empty where nothing was trained. */
  public List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    if (history.isEmpty()) {
      return charts;
    }
    charts.add(
        chart(
            "loss",
            "Loss",
            List.of(
                new Line("training", "s0", Epoch::trainLoss),
                new Line("validation", "s1", Epoch::validationLoss)),
            Words::ratio));
    if (known(Epoch::validationAccuracy)) {
      charts.add(
          chart(
              "accuracy",
              "Validation accuracy",
              List.of(new Line("validation", "s1", Epoch::validationAccuracy)),
              Words::percent));
    }
    if (known(Epoch::learningRate)) {
      charts.add(
          chart(
              "rate",
              "Learning rate",
              List.of(new Line("learning rate", "s2", Epoch::learningRate)),
              LearningCharts::significant));
    }
    charts.add(
        chart(
            "speed",
            "Training speed",
            List.of(new Line("images per second", "s3", Epoch::imagesPerSecond)),
            value -> Words.count(Math.round(value)) + " images/s"));
    return charts;
  }

  private record Line(String name, String style, ToDoubleFunction<Epoch> value) {}

  private boolean known(ToDoubleFunction<Epoch> value) {
    return history.stream().mapToDouble(value).anyMatch(Double::isFinite);
  }

  private Chart chart(String id, String title, List<Line> all, DoubleFunction<String> say) {
    List<Line> lines = all.stream().filter(line -> known(line.value)).toList();
    int last = history.get(history.size() - 1).epoch();
    int first = Math.min(history.get(0).epoch(), last - 1);
    Plot plot = new Plot(Scale.across(first, last), vertical(lines, id));
    if (training != null && training.bestEpoch() > 0) {
      double best = training.bestEpoch();
      plot.line(
          new double[] {best, best},
          new double[] {plot.y().least(), plot.y().most()},
          "ref",
          "best");
      plot.key("best", "ref", "best epoch: " + training.bestEpoch());
    }
    for (Line line : lines) {
      plot.line(
          history.stream().mapToDouble(Epoch::epoch).toArray(),
          history.stream().mapToDouble(line.value).toArray(),
          "line " + line.style,
          line.name);
      plot.key(line.name, line.style, line.name);
      for (Epoch epoch : history) {
        double value = line.value.applyAsDouble(epoch);
        plot.point(
            epoch.epoch(),
            value,
            line.style,
            line.name,
            "Epoch " + epoch.epoch() + ", " + line.name + ": " + say.apply(value));
      }
    }
    boolean share = id.equals("accuracy");
    countRounds(plot);
    return plot.chart(
        "learning-" + id,
        title,
        summary(title, lines, say),
        new Chart.Axis("Epoch", epochs(plot.x())),
        new Chart.Axis(title, plot.y().ticks(5, share ? Words::percent : plot.y().plain(5))),
        table(lines, say));
  }

  private Scale vertical(List<Line> lines, String id) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (Epoch epoch : history) {
        double value = line.value.applyAsDouble(epoch);
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    if (id.equals("accuracy")) {
      double room = Math.max(0.01, (most - least) * 0.1);
      return Scale.up(Math.max(0, least - room), Math.min(1, most + room));
    }
    return Scale.up(0, most <= 0 || !Double.isFinite(most) ? 1 : most * 1.08);
  }

  private List<Chart.Tick> epochs(Scale scale) {
    int step = Math.max(1, (history.size() + 9) / 10);
    List<Chart.Tick> ticks = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      int epoch = history.get(i).epoch();
      if (history.size() <= 10 || epoch % step == 0) {
        ticks.add(new Chart.Tick(scale.at(epoch), Integer.toString(epoch)));
      }
    }
    return ticks;
  }

  /** The same axis above, counted in averagings, where their number is known. */
  private void countRounds(Plot plot) {
    if (training == null || training.roundsPerEpoch() == null) {
      return;
    }
    List<Chart.Tick> ticks =
        epochs(plot.x()).stream()
            .map(
                tick ->
                    new Chart.Tick(
                        tick.at(),
                        Words.count(Long.parseLong(tick.label()) * training.roundsPerEpoch())))
            .toList();
    List<Chart.Tick> some = new ArrayList<>();
    for (int i = ticks.size() - 1; i >= 0; i -= ticks.size() > 5 ? 2 : 1) {
      some.add(0, ticks.get(i));
    }
    plot.above(new Chart.Axis("Averaging rounds", some));
  }

  private String summary(String title, List<Line> lines, DoubleFunction<String> say) {
    StringBuilder text = new StringBuilder(title + " by epoch.");
    Epoch first = history.get(0);
    Epoch last = history.get(history.size() - 1);
    for (Line line : lines) {
      text.append(' ')
          .append(Character.toUpperCase(line.name.charAt(0)))
          .append(line.name.substring(1))
          .append(": from ")
          .append(say.apply(line.value.applyAsDouble(first)))
          .append(" to ")
          .append(say.apply(line.value.applyAsDouble(last)))
          .append('.');
    }
    return text.toString();
  }

  private DataTable table(List<Line> lines, DoubleFunction<String> say) {
    List<String> heads = new ArrayList<>(List.of("Epoch"));
    lines.forEach(line -> heads.add(line.name));
    List<List<String>> rows = new ArrayList<>();
    for (Epoch epoch : history) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(epoch.epoch())));
      lines.forEach(line -> row.add(say.apply(line.value.applyAsDouble(epoch))));
      rows.add(row);
    }
    return new DataTable(heads, rows);
  }

  private static String significant(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }
}
