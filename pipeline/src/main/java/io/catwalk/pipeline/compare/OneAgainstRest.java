package io.catwalk.pipeline.compare;

import io.catwalk.pipeline.runs.Predictions;
import java.util.Arrays;

/**
 * One class against the rest: every example in the order of the probability that it was given of
 * this class. Exact, ties included.
 */
final class OneAgainstRest {

  /**
   * From above: the probability's bits, whether the example is of the class, its index; ascending.
   */
  private final long[] order;

  private final int[] labels;
  private final int positiveClass;
  private final int positives;

  private OneAgainstRest(long[] order, int[] labels, int positiveClass, int positives) {
    this.order = order;
    this.labels = labels;
    this.positiveClass = positiveClass;
    this.positives = positives;
  }

  static OneAgainstRest of(Predictions predictions, int positiveClass) {
    int[] labels = predictions.labels();
    long[] order = new long[labels.length];
    int positives = 0;
    for (int i = 0; i < order.length; i++) {
      // Probabilities are not negative, so that their bits order as they do; adding turns -0 to 0.
      int bits = Float.floatToIntBits(predictions.probability(i, positiveClass) + 0.0f);
      long positive = labels[i] == positiveClass ? 1 : 0;
      order[i] = (long) bits << 32 | positive << 31 | i;
      positives += (int) positive;
    }
    Arrays.sort(order);
    return new OneAgainstRest(order, labels, positiveClass, positives);
  }

  /** Whether there are examples on both sides: without, there is no curve. */
  boolean defined() {
    return positives > 0 && positives < order.length;
  }

  /**
   * Area under the ROC curve with the error by DeLong's variance (E. DeLong, D. DeLong, D.
   * Clarke-Pearson, Biometrics 44, 1988).
   *
   * @param influence receives, an example, how far it moves the area: added to what is there. A
   *     resample's area is the area plus the mean of its examples' influences, to first order.
   * @return null where the area is not defined
   */
  Area area(double[] influence) {
    if (!defined()) {
      return null;
    }
    double[] placed = new double[order.length];
    double area = place(placed);
    int n = order.length;
    int negatives = n - positives;
    double ofPositives = 0;
    double ofNegatives = 0;
    for (int i = 0; i < n; i++) {
      boolean positive = labels[i] == positiveClass;
      double deviation = placed[i] - area;
      influence[i] += deviation * n / (positive ? positives : negatives);
      if (positive) {
        ofPositives += deviation * deviation;
      } else {
        ofNegatives += deviation * deviation;
      }
    }
    double variance =
        ofPositives / Math.max(1, positives - 1) / positives
            + ofNegatives / Math.max(1, negatives - 1) / negatives;
    return new Area(area, Math.sqrt(variance));
  }

  /** An area under the ROC curve and its standard error. */
  record Area(double area, double standardError) {

    Interval interval() {
      return Interval.normal(area, standardError, 0, 1);
    }
  }

  /**
   * Where each example stands among those of the other side: for a positive the share of negatives
   * below it, for a negative the share of positives above it, a tie counting half.
   *
   * @return the mean over the positives, which is the area
   */
  private double place(double[] placed) {
    double negatives = order.length - positives;
    double sum = 0;
    int positivesBelow = 0;
    for (int from = 0; from < order.length; ) {
      int to = endOfTie(from);
      int tied = positivesIn(from, to);
      double below = from - positivesBelow + (to - from - tied) / 2.0;
      double above = positives - positivesBelow - tied / 2.0;
      for (int at = from; at < to; at++) {
        placed[index(at)] = positive(at) ? below / negatives : above / positives;
      }
      sum += tied * below / negatives;
      positivesBelow += tied;
      from = to;
    }
    return sum / positives;
  }

  /**
   * The ROC curve, from no to every example taken for the class.
   *
   * @return null where it is not defined
   */
  Curve roc() {
    return defined() ? walk(true) : null;
  }

  /**
   * The precision-recall curve, from the first to the last example found.
   *
   * @return null where it is not defined
   */
  Curve precisionRecall() {
    return defined() ? walk(false) : null;
  }

  private Curve walk(boolean roc) {
    Curve.Builder curve = new Curve.Builder();
    if (roc) {
      curve.add(0, 0);
    }
    double negatives = order.length - positives;
    int found = 0;
    for (int to = order.length; to > 0; ) {
      int from = startOfTie(to);
      found += positivesIn(from, to);
      int taken = order.length - from;
      double recall = (double) found / positives;
      if (roc) {
        curve.add((taken - found) / negatives, recall);
      } else {
        curve.add(recall, (double) found / taken);
      }
      to = from;
    }
    return curve.build();
  }

  private int endOfTie(int from) {
    int to = from + 1;
    while (to < order.length && order[to] >> 32 == order[from] >> 32) {
      to++;
    }
    return to;
  }

  private int startOfTie(int to) {
    int from = to - 1;
    while (from > 0 && order[from - 1] >> 32 == order[to - 1] >> 32) {
      from--;
    }
    return from;
  }

  private int positivesIn(int from, int to) {
    int count = 0;
    for (int at = from; at < to; at++) {
      count += positive(at) ? 1 : 0;
    }
    return count;
  }

  private boolean positive(int at) {
    return (order[at] >> 31 & 1) == 1;
  }

  private int index(int at) {
    return (int) order[at] & Integer.MAX_VALUE;
  }
}
