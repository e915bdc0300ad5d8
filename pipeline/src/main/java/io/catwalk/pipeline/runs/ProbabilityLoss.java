package io.catwalk.pipeline.runs;

import java.util.Arrays;

/**
 * How far the probabilities are from the truth, by the two usual proper scoring rules, in double
 * precision: the mean of the logarithms (0 is best), and the Brier score as in G. W. Brier,
 * "Verification of forecasts expressed in terms of probability", 1950: the mean of the squared
 * distances, truth being 1 for the true class and 0 elsewhere; 0 (best) to 2. For two classes this
 * is twice the score that looks at one class alone.
 */
final class ProbabilityLoss {

  private static final double SMALLEST = 1e-15;

  private ProbabilityLoss() {}

  /** -ln(probability of the true class); probabilities below 1e-15 are taken as that. */
  static double logarithm(Prediction prediction) {
    return logarithm(prediction.probabilities()[prediction.actual()]);
  }

  static double logarithm(float ofActual) {
    // Rounding in a softmax may give a hair more than 1, and a loss below 0 would make no sense.
    return -Math.log(Math.min(1, Math.max(SMALLEST, ofActual)));
  }

  /** The sum over all classes of (probability - truth)². */
  static double squaredDistance(Prediction prediction) {
    float[] row = prediction.probabilities();
    int label = prediction.actual();
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      double distance = c == label ? 1.0 - row[c] : row[c];
      sum += distance * distance;
    }
    return sum;
  }

  /**
   * @param bits of the terms, a double each
   */
  static double mean(long[] bits) {
    double[] terms = Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
    Arrays.sort(terms);
    double sum = 0;
    for (double term : terms) {
      sum += term;
    }
    return sum / terms.length;
  }
}
