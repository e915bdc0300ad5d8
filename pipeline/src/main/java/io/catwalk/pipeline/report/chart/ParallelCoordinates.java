package io.catwalk.pipeline.report.chart;

import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every setting as a line from axis to axis, of which each is a key, and the last is what came of
 * it (Inselberg, "The plane with parallel coordinates", 1985).
 */
public final class ParallelCoordinates {

  private static final String BEST = "best";
  private static final String OTHERS = "others";
  private static final double NUMBERS_ON_A_LOG = 20;

  private final List<Trial> longest;
  private final List<Axis> axes = new ArrayList<>();
  private final Trial best;

  private ParallelCoordinates(Tuning tuning) {
    best = tuning.best().orElseThrow();
    longest = longest(tuning.trials());
    for (String key : tuning.ranges().keySet()) {
      List<String> values =
          longest.stream().map(t -> t.settings().get(key)).filter(v -> v != null).toList();
      if (!values.isEmpty()) {
        axes.add(Axis.of(key, values));
      }
    }
  }

  /** Empty where fewer than two settings gave a network. */
  public static List<Chart> of(Tuning tuning) {
    ParallelCoordinates chart = new ParallelCoordinates(tuning);
    return chart.longest.size() < 2 || chart.axes.isEmpty() ? List.of() : List.of(chart.chart());
  }

  /** Of each setting the longest training; the configuration as it stands has no settings. */
  private static List<Trial> longest(List<Trial> trials) {
    Map<Integer, Trial> byNumber = new HashMap<>();
    trials.stream()
        .filter(t -> t.succeeded() && !t.settings().isEmpty())
        .forEach(t -> byNumber.merge(t.trial(), t, (a, b) -> a.epochs() >= b.epochs() ? a : b));
    return byNumber.values().stream().sorted(Comparator.comparing(Trial::score)).toList();
  }

  /**
   * An axis for a key.
   *
   * @param place where a value lies, 0 at the bottom to 1 at the top
   */
  private record Axis(String key, String least, String most, Function<String, Double> place) {

    static Axis of(String key, List<String> values) {
      List<String> all = values.stream().distinct().toList();
      if (!all.stream().allMatch(Axis::isNumber)) {
        List<String> words = all.stream().sorted().toList();
        return new Axis(
            key,
            words.get(0),
            words.get(words.size() - 1),
            value -> words.size() == 1 ? 0.5 : words.indexOf(value) / (words.size() - 1.0));
      }
      List<String> sorted = all.stream().sorted(Comparator.comparing(Double::parseDouble)).toList();
      double low = Double.parseDouble(sorted.get(0));
      double high = Double.parseDouble(sorted.get(sorted.size() - 1));
      boolean log = low > 0 && high / low > NUMBERS_ON_A_LOG;
      return new Axis(
          key,
          sorted.get(0),
          sorted.get(sorted.size() - 1),
          value -> high == low ? 0.5 : share(Double.parseDouble(value), low, high, log));
    }

    private static double share(double value, double low, double high, boolean log) {
      return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    private static boolean isNumber(String text) {
      try {
        Double.parseDouble(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    /** The last word of the key says enough beside the others. */
    String name() {
      return key.substring(key.lastIndexOf('.') + 1).equals("kind")
          ? key.replaceFirst(".*\\.([^.]+)\\.kind", "$1")
          : key.substring(key.lastIndexOf('.') + 1);
    }
  }

  private Chart chart() {
    Plot plot = new Plot(Scale.across(-0.35, axes.size() + 0.35), Scale.up(-0.04, 1.04));
    double worst = longest.stream().mapToDouble(Trial::accuracy).min().orElseThrow();
    double most = longest.stream().mapToDouble(Trial::accuracy).max().orElseThrow();
    for (Trial trial : longest) {
      draw(plot, trial, most == worst ? 0.5 : (trial.accuracy() - worst) / (most - worst));
    }
    plot.key(BEST, "s1", "the best setting");
    plot.key(OTHERS, "s0", "the others");
    List<Chart.Tick> names = new ArrayList<>();
    List<Chart.Tick> tops = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      names.add(new Chart.Tick(plot.x().at(i), axes.get(i).name()));
      tops.add(new Chart.Tick(plot.x().at(i), axes.get(i).least() + " to " + axes.get(i).most()));
    }
    names.add(new Chart.Tick(plot.x().at(axes.size()), "accuracy"));
    tops.add(
        new Chart.Tick(
            plot.x().at(axes.size()), Words.percent(worst) + " to " + Words.percent(most)));
    plot.above(new Chart.Axis("", tops));
    return plot.chart(
        "parallel",
        "What was tried, and what came of it",
        "A line is a setting: it crosses each axis at its value, and the last one at its validation"
            + " accuracy. Above each axis stands what it reaches from bottom to top.",
        new Chart.Axis("", names),
        new Chart.Axis("", List.of()),
        table());
  }

  private void draw(Plot plot, Trial trial, double accuracy) {
    boolean isBest = trial.trial() == best.trial();
    double[] x = new double[axes.size() + 1];
    double[] y = new double[axes.size() + 1];
    for (int i = 0; i < axes.size(); i++) {
      x[i] = i;
      String value = trial.settings().get(axes.get(i).key());
      y[i] = value == null ? Double.NaN : axes.get(i).place().apply(value);
    }
    x[axes.size()] = axes.size();
    y[axes.size()] = accuracy;
    plot.line(x, y, isBest ? "line s1" : "line thin s0", isBest ? BEST : OTHERS);
    plot.point(
        axes.size(),
        accuracy,
        isBest ? "s1" : "s0",
        isBest ? BEST : OTHERS,
        "Setting "
            + trial.trial()
            + ": "
            + Words.percent(trial.accuracy())
            + ", "
            + trial.settings());
  }

  private DataTable table() {
    List<String> heads =
        Stream.concat(
                Stream.concat(Stream.of("Setting"), axes.stream().map(Axis::name)),
                Stream.of("Epochs", "Validation accuracy"))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    for (int i = longest.size() - 1; i >= 0; i--) {
      Trial trial = longest.get(i);
      List<String> row = new ArrayList<>(List.of(Integer.toString(trial.trial())));
      axes.forEach(axis -> row.add(trial.settings().getOrDefault(axis.key(), "–")));
      row.add(Integer.toString(trial.epochs()));
      row.add(Words.percent(trial.accuracy()));
      rows.add(row);
    }
    return new DataTable(heads, rows);
  }
}
