package io.catwalk.pipeline.runs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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

  /**
   * An example that the network contradicts.
   *
   * @param example its index
   * @param suggested index of the class that it probably is of
   * @param score as {@link #score}
   */
  public record Candidate(int example, int suggested, double score) {}

  /**
   * Those that are probably labelled wrongly, the most probable ones first; of equal ones that
   * which comes first.
   *
   * @param classes number of classes
   */
  public static List<Candidate> candidates(LabelledScores scores, int classes) {
    double[] thresholds = thresholds(scores, classes);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      float[] row = scores.probabilities()[i];
      int label = scores.labels()[i];
      int confident = confident(row, thresholds);
      if (confident >= 0 && confident != label) {
        candidates.add(new Candidate(i, confident, score(row, label)));
      }
    }
    // Stable: equal ones stay in their order.
    candidates.sort(Comparator.comparingDouble(candidate -> -candidate.score()));
    return candidates;
  }

  /**
   * A threshold a class; infinite where no example has that label, so that none is suggested.
   *
   * @param classes number of classes
   */
  static double[] thresholds(LabelledScores scores, int classes) {
    double[] sums = new double[classes];
    long[] counts = new long[classes];
    for (int i = 0; i < scores.size(); i++) {
      int label = scores.labels()[i];
      sums[label] += scores.probabilities()[i][label];
      counts[label]++;
    }
    double[] thresholds = new double[classes];
    Arrays.setAll(thresholds, c -> counts[c] == 0 ? Double.POSITIVE_INFINITY : sums[c] / counts[c]);
    return thresholds;
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
