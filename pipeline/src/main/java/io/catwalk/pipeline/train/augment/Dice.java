package io.catwalk.pipeline.train.augment;

import io.catwalk.pipeline.train.data.SeedMix;

/** Random numbers of one example: the same in every run and in every version of Java. */
final class Dice {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Begins anew, so that one object serves all examples. */
  Dice begin(long seed) {
    state = seed;
    return this;
  }

  /** From 0 to below 1. */
  double share() {
    state += GOLDEN;
    return (SeedMix.of(0, state) >>> 11) * 0x1p-53;
  }

  /** From {@code least} to below {@code most}. */
  double between(double least, double most) {
    return least + share() * (most - least);
  }

  /** As likely below 1 as above it: from 1 / most to most. */
  double ratio(double most) {
    return Math.pow(most, between(-1, 1));
  }

  /** A whole number from 0 to {@code most}. */
  int upTo(int most) {
    return (int) (share() * (most + 1L));
  }

  /**
   * A share by the Beta(α, α) distribution, as Jöhnk (1964) draws it.
   *
   * @param alpha above 0 to 1
   */
  double beta(double alpha) {
    while (true) {
      double one = Math.pow(share(), 1 / alpha);
      double other = Math.pow(share(), 1 / alpha);
      double sum = one + other;
      if (sum > 0 && sum <= 1) {
        return one / sum;
      }
    }
  }
}
