package io.catwalk.pipeline.runs;

import java.util.Arrays;

/**
 * Examples in the order of the probability that they were given of one class: that class against
 * the rest. Exact, ties included; 8 bytes an example while it lives.
 */
final class Ranking {

  /**
   * Ascending; the probability's bits in an order-keeping form, shifted left by one, and 1 for a
   * positive.
   */
  private final long[] keys;

  private final long positives;

  private Ranking(long[] keys, long positives) {
    this.keys = keys;
    this.positives = positives;
  }

  /**
   * @param keys a {@link #key} an example, in any order; they are sorted in place
   */
  static Ranking of(long[] keys) {
    Arrays.sort(keys);
    return new Ranking(keys, Arrays.stream(keys).map(key -> key & 1).sum());
  }

  /**
   * @param probability of the class
   * @param positive whether the example is of it
   */
  static long key(float probability, boolean positive) {
    int bits = Float.floatToIntBits(probability + 0.0f); // adding turns -0 into 0, which it equals
    int ordered =
        bits ^ ((bits >> 31) & Integer.MAX_VALUE); // negative floats order the other way round
    return ((long) ordered << 1) | (positive ? 1 : 0);
  }

  /**
   * The probability that a random positive ranks above a random negative, a tie counting half: the
   * area under the ROC curve by the rank sum (Mann and Whitney 1947; Hanley and McNeil 1982). Ranks
   * are doubled to stay whole numbers.
   *
   * @return 0 to 1; null without a positive or without a negative
   */
  Double rocAuc() {
    long negatives = keys.length - positives;
    if (positives == 0 || negatives == 0) {
      return null;
    }
    long doubledRankSum = 0;
    for (int from = 0; from < keys.length; ) {
      int to = endOfTie(from);
      doubledRankSum += positivesIn(from, to) * (from + 1L + to);
      from = to;
    }
    long doubledWins = doubledRankSum - positives * (positives + 1);
    return doubledWins / 2.0 / ((double) positives * negatives);
  }

  /**
   * Sum over the distinct probabilities, from the highest down, of precision × gain in recall,
   * without interpolation, as scikit-learn's {@code average_precision_score} has it.
   *
   * @return above 0 to 1; null without a positive
   */
  Double averagePrecision() {
    if (positives == 0) {
      return null;
    }
    double sum = 0;
    long found = 0;
    for (int to = keys.length; to > 0; ) {
      int from = startOfTie(to);
      long gained = positivesIn(from, to);
      found += gained;
      sum += (double) gained * found / (keys.length - from);
      to = from;
    }
    return sum / positives;
  }

  private int endOfTie(int from) {
    int to = from + 1;
    while (to < keys.length && keys[to] >> 1 == keys[from] >> 1) {
      to++;
    }
    return to;
  }

  private int startOfTie(int to) {
    int from = to - 1;
    while (from > 0 && keys[from - 1] >> 1 == keys[to - 1] >> 1) {
      from--;
    }
    return from;
  }

  private long positivesIn(int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      count += keys[i] & 1;
    }
    return count;
  }
}
