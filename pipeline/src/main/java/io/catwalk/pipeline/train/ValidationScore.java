package io.catwalk.pipeline.train;

import java.io.Serializable;

/**
 * Sums over validated examples, so that parts can be added.
 *
 * @param examples scored
 * @param correct whose most probable class is the true one
 * @param lossSum of negative natural logarithms of the true class's probability
 */
record ValidationScore(long examples, long correct, double lossSum) implements Serializable {

  static final ValidationScore NONE = new ValidationScore(0, 0, 0);

  ValidationScore plus(ValidationScore other) {
    return new ValidationScore(
        examples + other.examples, correct + other.correct, lossSum + other.lossSum);
  }

  /** In 0 to 1, NaN of no examples. */
  double accuracy() {
    return examples == 0 ? Double.NaN : (double) correct / examples;
  }

  /** Mean log loss, NaN of no examples. */
  double loss() {
    return examples == 0 ? Double.NaN : lossSum / examples;
  }

  /** More accurate, or as accurate with less loss. Anything is better than nothing validated. */
  boolean betterThan(ValidationScore other) {
    if (other.examples == 0) {
      return true;
    }
    return correct > other.correct || (correct == other.correct && lossSum < other.lossSum);
  }
}
