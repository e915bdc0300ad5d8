package io.catwalk.pipeline.runs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a model that says 0.8 is right in 8 of 10 cases. Examples fall into bins of equal width
 * by the probability of the predicted class (C. Guo et al., "On Calibration of Modern Neural
 * Networks", 2017).
 *
 * @param expectedError expected calibration error: the mean over the examples of their bin's
 *     |accuracy - confidence|, 0 (best) to 1
 * @param bins ascending, from 0 to 1, empty ones among them
 */
public record Calibration(double expectedError, List<Bin> bins) {

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Examples whose confidence lies above {@code lower} and not above {@code upper}.
   *
   * @param lower excluded, but for the first bin, which has 0 too
   * @param upper included
   * @param count examples
   * @param confidence their mean probability of the predicted class; null where there is none
   * @param accuracy share of them predicted rightly; null where there is none
   */
  public record Bin(double lower, double upper, long count, Double confidence, Double accuracy) {}

  /** What is counted, of examples that come one by one. */
  static final class Sums implements Serializable {

    private static final long serialVersionUID = 1L;

    // Floats of 1/classes or more add up in a double without rounding while examples × classes are
    // below 500 million, so that the order of the examples changes no bit.
    private final double[] confidence;
    private final long[] correct;
    private final long[] count;

    /**
     * @param bins number of bins, at least 1
     */
    Sums(int bins) {
      confidence = new double[bins];
      correct = new long[bins];
      count = new long[bins];
    }

    void add(float probability, boolean right) {
      int bin = binOf(probability, count.length);
      confidence[bin] += probability;
      correct[bin] += right ? 1 : 0;
      count[bin]++;
    }

    void merge(Sums other) {
      for (int bin = 0; bin < count.length; bin++) {
        confidence[bin] += other.confidence[bin];
        correct[bin] += other.correct[bin];
        count[bin] += other.count[bin];
      }
    }

    Calibration calibration() {
      long examples = Arrays.stream(count).sum();
      int bins = count.length;
      double error = 0;
      List<Bin> result = new ArrayList<>();
      for (int bin = 0; bin < bins; bin++) {
        error += Math.abs(correct[bin] - confidence[bin]) / examples;
        result.add(bin(bin, bins, count[bin], confidence[bin], correct[bin]));
      }
      return new Calibration(error, result);
    }
  }

  private static int binOf(double confidence, int bins) {
    int bin = (int) Math.ceil(confidence * bins) - 1;
    return Math.min(bins - 1, Math.max(0, bin));
  }

  private static Bin bin(int index, int bins, long count, double confidence, long correct) {
    double lower = (double) index / bins;
    double upper = (index + 1.0) / bins;
    return count == 0
        ? new Bin(lower, upper, 0, null, null)
        : new Bin(lower, upper, count, confidence / count, (double) correct / count);
  }
}
