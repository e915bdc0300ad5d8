package io.catwalk.pipeline.runs;

import java.util.Arrays;

/**
 * Finds examples whose label is probably wrong, from what a network that has not learned from them
 * says of them: Northcutt, Jiang, Chuang, "Confident Learning: Estimating Uncertainty in Dataset
 * Labels", Journal of Artificial Intelligence Research 70 (2021).
 *
 * <p>A class's threshold is the mean probability of that class over the examples that are labelled
 * so (the paper's equation 2). An example is a candidate where the most probable of the classes
 * that reach their thresholds is another one than its label: those off the diagonal of the paper's
 * confident joint (equation 1). That a network is surer of some classes than of others thus plays
 * no part.
 */
public final class ConfidentLearning {

  private ConfidentLearning() {}

  /** What the thresholds are made of, of examples that come one by one, in parts. */
  public static final class Sums implements PredictionSums<Sums> {

    private static final long serialVersionUID = 1L;

    private final double[] sums;

    /** What adding lost by rounding, so that the order of the examples does not show. */
    private final double[] lost;

    private final long[] counts;

    public Sums(int classes) {
      sums = new double[classes];
      lost = new double[classes];
      counts = new long[classes];
    }

    /**
     * @param prediction with a known class
     */
    @Override
    public Sums add(Prediction prediction) {
      int label = prediction.actual();
      add(label, prediction.probabilities()[label]);
      counts[label]++;
      return this;
    }

    /** D. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B: sum and error of two. */
    private void add(int label, double value) {
      double sum = sums[label] + value;
      double part = sum - sums[label];
      lost[label] += sums[label] - (sum - part) + (value - part);
      sums[label] = sum;
    }

    @Override
    public Sums merge(Sums other) {
      for (int label = 0; label < sums.length; label++) {
        add(label, other.sums[label]);
        lost[label] += other.lost[label];
        counts[label] += other.counts[label];
      }
      return this;
    }

    /** How many examples were added. */
    public long examples() {
      return Arrays.stream(counts).sum();
    }

    /** A threshold a class; infinite where no example has that label, so that none is suggested. */
    public double[] thresholds() {
      double[] thresholds = new double[sums.length];
      Arrays.setAll(
          thresholds,
          c -> counts[c] == 0 ? Double.POSITIVE_INFINITY : (sums[c] + lost[c]) / counts[c]);
      return thresholds;
    }
  }

  /**
   * The class that an example probably is of, where that is not its own.
   *
   * @param thresholds a class
   * @return -1 where the network does not contradict the label
   */
  public static int suggested(Prediction prediction, double[] thresholds) {
    int confident = confident(prediction.probabilities(), thresholds);
    return confident == prediction.actual() ? -1 : confident;
  }

  /** The most probable class that reaches its threshold, the first of equals; -1 for none. */
  private static int confident(float[] row, double[] thresholds) {
    int best = -1;
    for (int c = 0; c < row.length; c++) {
      if (row[c] >= thresholds[c] && (best < 0 || row[c] > row[best])) {
        best = c;
      }
    }
    return best;
  }

  /**
   * 1 - the label's probability, from 0 (the network is sure of the label) to 1: what the paper
   * calls self-confidence, turned round. Kuan, Mueller, "Model-agnostic label quality scoring to
   * detect real-world label errors", ICML DataPerf Workshop (2022), compare it with others.
   *
   * @param row probabilities, one a class
   */
  public static double score(float[] row, int label) {
    return Math.min(1, Math.max(0, 1 - (double) row[label]));
  }
}
