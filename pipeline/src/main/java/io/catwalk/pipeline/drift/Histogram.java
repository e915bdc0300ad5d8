package io.catwalk.pipeline.drift;

import io.catwalk.pipeline.runs.Drift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two distributions over the same bins of one width, from the least value to the largest. */
final class Histogram {

  private static final int BINS = 20;

  private Histogram() {}

  /**
   * @param reference at least one value
   * @param fresh at least one value
   */
  static List<Drift.Part> of(double[] reference, double[] fresh) {
    double least = Math.min(min(reference), min(fresh));
    double most = Math.max(max(reference), max(fresh));
    int bins = most > least ? BINS : 1;
    double width = (most - least) / bins;
    long[] before = counts(reference, least, width, bins);
    long[] now = counts(fresh, least, width, bins);
    List<Drift.Part> parts = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      parts.add(
          new Drift.Part(
              null,
              least + i * width,
              i == bins - 1 ? most : least + (i + 1) * width,
              (double) before[i] / reference.length,
              (double) now[i] / fresh.length));
    }
    return parts;
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static long[] counts(double[] values, double least, double width, int bins) {
    long[] counts = new long[bins];
    for (double value : values) {
      counts[bins == 1 ? 0 : Math.min(bins - 1, (int) ((value - least) / width))]++;
    }
    return counts;
  }
}
