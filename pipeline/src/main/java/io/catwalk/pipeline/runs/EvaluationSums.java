package io.catwalk.pipeline.runs;

import java.util.Arrays;

/**
 * What of the metrics is a sum over the examples: each executor adds up its own, so that no more
 * than classes² and bins numbers travel.
 */
public final class EvaluationSums implements PredictionSums<EvaluationSums> {

  private static final long serialVersionUID = 1L;

  private final long[][] confusion;
  private final Calibration.Sums calibration;
  private long amongTwo;

  /**
   * @param classes number of classes, above every label
   * @param calibrationBins equal-width bins of the expected calibration error, at least 1
   */
  public EvaluationSums(int classes, int calibrationBins) {
    this.confusion = new long[classes][classes];
    this.calibration = new Calibration.Sums(calibrationBins);
  }

  /**
   * @param prediction with a known class, and as many probabilities as there are classes
   */
  @Override
  public EvaluationSums add(Prediction prediction) {
    int predicted = prediction.predicted();
    int actual = prediction.actual();
    float[] row = prediction.probabilities();
    confusion[actual][predicted]++;
    calibration.add(row[predicted], predicted == actual);
    amongTwo += classesBefore(row, actual) < 2 ? 1 : 0;
    return this;
  }

  @Override
  public EvaluationSums merge(EvaluationSums other) {
    for (int actual = 0; actual < confusion.length; actual++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        confusion[actual][predicted] += other.confusion[actual][predicted];
      }
    }
    calibration.merge(other.calibration);
    amongTwo += other.amongTwo;
    return this;
  }

  /** How many examples were added. */
  public long examples() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
  }

  public ConfusionMatrix confusion() {
    return new ConfusionMatrix(
        Arrays.stream(confusion).map(row -> Arrays.stream(row).boxed().toList()).toList());
  }

  Calibration calibration() {
    return calibration.calibration();
  }

  /** Share of examples, 0 to 1, whose true class is one of the two most probable. */
  double top2Accuracy() {
    return (double) amongTwo / examples();
  }

  /** Of equal probabilities the class that comes first counts as the more probable one. */
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
