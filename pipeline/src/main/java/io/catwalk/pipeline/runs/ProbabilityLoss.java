package io.catwalk.pipeline.runs;

import java.util.Arrays;

/**
 * How far the probabilities are from the truth, by the two usual proper scoring rules, in double
 * precision. The terms are added in ascending order, so that the order of the examples changes no
 * bit.
 *
 * @param logLoss mean of -ln(probability of the true class), probabilities below 1e-15 taken as
 *     that; 0 is best
 * @param brierScore mean over the examples of the sum over all classes of (probability - truth)²,
 *     truth being 1 for the true class and 0 elsewhere, as in G. W. Brier, "Verification of
 *     forecasts expressed in terms of probability", 1950; 0 (best) to 2. For two classes this is
 *     twice the score that looks at one class alone.
 */
record ProbabilityLoss(double logLoss, double brierScore) {

  private static final double SMALLEST = 1e-15;

  static ProbabilityLoss of(LabelledScores scores) {
    double[] logarithms = new double[scores.size()];
    double[] squares = new double[scores.size()];
    for (int i = 0; i < scores.size(); i++) {
      float[] row = scores.probabilities()[i];
      int label = scores.labels()[i];
      // Rounding in a softmax may give a hair more than 1, and a loss below 0 would make no sense.
      logarithms[i] = -Math.log(Math.min(1, Math.max(SMALLEST, row[label])));
      squares[i] = squaredDistance(row, label);
    }
    return new ProbabilityLoss(mean(logarithms), mean(squares));
  }

  private static double squaredDistance(float[] row, int label) {
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      double distance = c == label ? 1.0 - row[c] : row[c];
      sum += distance * distance;
    }
    return sum;
  }

  private static double mean(double[] terms) {
    Arrays.sort(terms);
    double sum = 0;
    for (double term : terms) {
      sum += term;
    }
    return sum / terms.length;
  }
}
