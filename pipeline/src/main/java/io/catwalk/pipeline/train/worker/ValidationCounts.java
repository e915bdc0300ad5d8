package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.dataset.Vectoriser;
import java.io.Serializable;

/** What is counted of validated examples, so that parts can be added. */
public final class ValidationCounts implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Keeps the logarithm finite, as in scikit-learn's log_loss. */
  private static final double LEAST_PROBABILITY = 1e-15;

  private final long[] actual;
  private final long[] predicted;
  private final long[] both;
  private double lossSum;

  public ValidationCounts(int classes) {
    actual = new long[classes];
    predicted = new long[classes];
    both = new long[classes];
  }

  /**
   * One more example.
   *
   * @param probabilities a class
   * @param label of the true one
   */
  public void add(float[] probabilities, int label) {
    int best = Vectoriser.best(probabilities);
    actual[label]++;
    predicted[best]++;
    both[label] += best == label ? 1 : 0;
    lossSum -= Math.log(Math.max(probabilities[label], LEAST_PROBABILITY));
  }

  /** Takes in another part. */
  public ValidationCounts plus(ValidationCounts other) {
    for (int i = 0; i < actual.length; i++) {
      actual[i] += other.actual[i];
      predicted[i] += other.predicted[i];
      both[i] += other.both[i];
    }
    lossSum += other.lossSum;
    return this;
  }

  public ValidationScore score() {
    long examples = 0;
    long correct = 0;
    double f1Sum = 0;
    int seen = 0;
    for (int i = 0; i < actual.length; i++) {
      examples += actual[i];
      correct += both[i];
      if (actual[i] > 0) {
        seen++;
        f1Sum += 2.0 * both[i] / (actual[i] + predicted[i]);
      }
    }
    return new ValidationScore(examples, correct, lossSum, seen == 0 ? 0 : f1Sum / seen);
  }
}
