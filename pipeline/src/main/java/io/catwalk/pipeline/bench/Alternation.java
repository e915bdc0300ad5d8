package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.bench.Benchmarks.Pace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Measures contenders in turns, window after window, so that whatever else the machine does hits
 * all of them alike.
 */
final class Alternation {

  private static final double WINDOW_SECONDS = 1;
  private static final double LEAST_SECONDS = 1e-9;

  private final Pace pace;
  private final String unit;
  private final Consumer<String> progress;

  /**
   * @param unit what one step is, for progress
   */
  Alternation(Pace pace, String unit, Consumer<String> progress) {
    this.pace = pace;
    this.unit = unit;
    this.progress = progress;
  }

  /** Median seconds of one step, by contender. */
  Map<Contender, Double> run(List<Contender> contenders) {
    Map<Contender, Integer> windows = new LinkedHashMap<>();
    Map<Contender, List<Double>> times = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      progress.accept("warming up " + contender.name());
      windows.put(contender, warmUp(contender));
      times.put(contender, new ArrayList<>());
    }
    for (int round = 1; round <= pace.repeats(); round++) {
      StringJoiner line =
          new StringJoiner(", ", "round " + round + "/" + pace.repeats() + ": ", "");
      windows.forEach(
          (contender, steps) -> {
            double seconds = contender.seconds(steps) / steps;
            times.get(contender).add(seconds);
            line.add(
                String.format(
                    Locale.ROOT, "%s %.3f ms a %s", contender.name(), seconds * 1e3, unit));
          });
      progress.accept(line.toString());
    }
    Map<Contender, Double> medians = new LinkedHashMap<>();
    times.forEach((contender, seconds) -> medians.put(contender, median(seconds)));
    return medians;
  }

  /** Returns the steps of one window, found from the last and so fastest part of the warming up. */
  private int warmUp(Contender contender) {
    int steps = 1;
    double spent = 0;
    double step;
    do {
      double took = Math.max(LEAST_SECONDS, contender.seconds(steps));
      spent += took;
      step = took / steps;
      if (took < WINDOW_SECONDS / 4) {
        steps *= 2;
      }
    } while (spent < pace.warmUpSeconds());
    return pace.steps() > 0
        ? pace.steps()
        : (int) Math.max(1, Math.min(1_000_000, Math.round(WINDOW_SECONDS / step)));
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Somebody who can do the work that is measured. */
  interface Contender extends AutoCloseable {

    /** As progress and reports call it. */
    String name();

    /** Does the work so often and returns the seconds that it took, above 0. */
    double seconds(int steps);

    /** Ends what it holds. */
    @Override
    default void close() {}
  }
}
