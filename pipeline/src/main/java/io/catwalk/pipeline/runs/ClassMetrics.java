package io.catwalk.pipeline.runs;

/**
 * How well one class is told from the rest. What is undefined for want of examples is null, and
 * absent from JSON.
 *
 * @param name of the class
 * @param support examples of this class
 * @param predicted examples predicted as this class
 * @param correct examples of both
 * @param precision correct / predicted, 0 to 1; null where nothing was predicted as this class
 * @param recall correct / support, 0 to 1; null where there is no example of this class
 * @param f1 2 correct / (support + predicted), 0 to 1; null where both are 0
 * @param rocAuc area under the one-against-rest ROC curve, 0 to 1; null where all examples or none
 *     are of this class
 * @param averagePrecision of the one-against-rest ranking, 0 to 1; null where there is no example
 *     of this class
 */
public record ClassMetrics(
    String name,
    long support,
    long predicted,
    long correct,
    Double precision,
    Double recall,
    Double f1,
    Double rocAuc,
    Double averagePrecision) {

  /**
   * @param ranked of the class's column
   */
  static ClassMetrics of(
      String name, int index, ConfusionMatrix confusion, RankedColumns.Figures ranked) {
    long support = confusion.support(index);
    long predicted = confusion.predictions(index);
    long correct = confusion.count(index, index);
    return new ClassMetrics(
        name,
        support,
        predicted,
        correct,
        ratio(correct, predicted),
        ratio(correct, support),
        ratio(2 * correct, support + predicted),
        ranked.first(),
        ranked.second());
  }

  private static Double ratio(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  /** Whether the class plays a part at all: an example of it, or a prediction as it. */
  boolean occurs() {
    return support > 0 || predicted > 0;
  }
}
