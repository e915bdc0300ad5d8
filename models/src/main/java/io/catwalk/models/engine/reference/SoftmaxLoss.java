package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Plan.Loss;

/** Softmax with cross entropy. */
final class SoftmaxLoss {

  private SoftmaxLoss() {}

  /** Probabilities from logits, row by row. */
  static double[] probabilities(double[] logits, int classes) {
    double[] probabilities = new double[logits.length];
    for (int row = 0; row < logits.length; row += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        largest = Math.max(largest, logits[row + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        probabilities[row + c] = Math.exp(logits[row + c] - largest);
        sum += probabilities[row + c];
      }
      for (int c = 0; c < classes; c++) {
        probabilities[row + c] /= sum;
      }
    }
    return probabilities;
  }

  /**
   * The mean loss.
   *
   * @param atLogits for the gradient of the mean loss
   */
  static double of(Loss loss, double[] logits, double[] labels, int n, double[] atLogits) {
    int classes = logits.length / n;
    double[] p = probabilities(logits, classes);
    double sum = 0;
    for (int row = 0; row < p.length; row += classes) {
      double weight = 0;
      for (int c = row; c < row + classes; c++) {
        weight += labels[c];
      }
      for (int c = row; c < row + classes; c++) {
        double held = Math.min(Math.max(p[c], loss.clip()), 1 - loss.clip());
        sum -= labels[c] == 0 ? 0 : labels[c] * Math.log(held);
        atLogits[c] = (weight * p[c] - labels[c]) / n;
      }
    }
    return sum / n;
  }
}
