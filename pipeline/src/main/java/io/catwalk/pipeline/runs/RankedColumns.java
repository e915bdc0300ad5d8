package io.catwalk.pipeline.runs;

import java.io.Serializable;

/**
 * What of the metrics needs all examples in an order: a column of numbers for each class, of which
 * its areas come, and one for each of two means, whose terms are added in ascending order so that
 * the order of the examples changes no bit. One column is worked on at a time, wherever it lies: 8
 * bytes an example.
 *
 * @param classes number of classes
 */
public record RankedColumns(int classes) implements Serializable {

  /**
   * What came of a column: of a class the area under its ROC curve and its average precision, null
   * where it has none; of another a mean, and null.
   *
   * @param column its index
   */
  public record Figures(int column, Double first, Double second) implements Serializable {}

  /** How many columns there are. */
  public int count() {
    return classes + 2;
  }

  /**
   * @param prediction with a known class
   * @return what a column holds of it
   */
  public long value(int column, Prediction prediction) {
    if (column < classes) {
      return Ranking.key(prediction.probabilities()[column], prediction.actual() == column);
    }
    return Double.doubleToRawLongBits(
        column == classes
            ? ProbabilityLoss.logarithm(prediction)
            : ProbabilityLoss.squaredDistance(prediction));
  }

  /**
   * @param values of all examples, in any order; they are sorted in place
   */
  public Figures figures(int column, long[] values) {
    if (column < classes) {
      Ranking ranking = Ranking.of(values);
      return new Figures(column, ranking.rocAuc(), ranking.averagePrecision());
    }
    return new Figures(column, ProbabilityLoss.mean(values), null);
  }
}
