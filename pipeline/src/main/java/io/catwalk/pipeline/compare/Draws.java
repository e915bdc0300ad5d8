package io.catwalk.pipeline.compare;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws examples with replacement, and reads intervals off what the draws gave (B. Efron,
 * "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979; the percentile
 * method). The seed is fixed: the same predictions always give the same page.
 */
final class Draws {

  /** How often a set of examples is drawn anew. */
  static final int RESAMPLES = 1000;

  static final long SEED = 20_171_125;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final long examples;

  /**
   * @param examples at least 1
   */
  Draws(int examples) {
    this.examples = examples;
  }

  /** Index of an example, each equally likely. */
  int next() {
    // A multiplication instead of a division: this is called a hundred million times.
    return (int) ((random.nextLong() >>> 33) * examples >>> 31);
  }

  /**
   * @param values one a resample; they are sorted in place
   * @return the middle 95 % of them around the estimate
   */
  static Interval percentiles(double estimate, double[] values) {
    Arrays.sort(values);
    return new Interval(estimate, quantile(values, 0.025), quantile(values, 0.975));
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
