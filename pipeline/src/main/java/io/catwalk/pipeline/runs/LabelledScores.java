package io.catwalk.pipeline.runs;

/**
 * True classes and probabilities of many examples, which is all that metrics need. Paths stay in
 * storage, so that an example takes 4 × classes + 24 bytes of the driver's heap: 100,000 examples
 * of 200 classes take 82 MB.
 *
 * @param labels index of the true class, an example
 * @param probabilities a row an example, a value a class; never modified
 */
public record LabelledScores(int[] labels, float[][] probabilities) {

  public LabelledScores {
    if (labels.length != probabilities.length) {
      throw new IllegalArgumentException(
          "expected as many labels as rows, found "
              + labels.length
              + " and "
              + probabilities.length);
    }
  }

  /** Number of examples. */
  public int size() {
    return labels.length;
  }

  /** Index of the most probable class of an example; the first of equals. */
  public int predicted(int example) {
    return Prediction.mostProbable(probabilities[example]);
  }

  /**
   * Share of examples, 0 to 1, whose true class is among the most probable ones. Of equal
   * probabilities the class that comes first counts as the more probable one, so that {@code
   * topAccuracy(1)} is the accuracy.
   *
   * @param top how many classes may be named, at least 1
   */
  public double topAccuracy(int top) {
    int hits = 0;
    for (int i = 0; i < labels.length; i++) {
      if (classesBefore(probabilities[i], labels[i]) < top) {
        hits++;
      }
    }
    return (double) hits / labels.length;
  }

  private static int classesBefore(float[] row, int label) {
    int before = 0;
    for (int c = 0; c < row.length; c++) {
      if (row[c] > row[label] || (row[c] == row[label] && c < label)) {
        before++;
      }
    }
    return before;
  }
}
