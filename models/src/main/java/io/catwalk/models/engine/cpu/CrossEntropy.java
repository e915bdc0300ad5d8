package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Plan.Loss;
import java.nio.FloatBuffer;

/** Softmax with cross entropy on a minibatch's logits. */
final class CrossEntropy {

  private final int classes;
  private final float[] numbers;
  private final float[] labels;

  /**
   * @param minibatch the most examples
   */
  CrossEntropy(int minibatch, int classes) {
    this.classes = classes;
    numbers = new float[minibatch * classes];
    labels = new float[minibatch * classes];
  }

  /** Where the labels of the next {@link #of} go: [n, classes]. */
  float[] labels() {
    return labels;
  }

  /**
   * The mean loss of n examples.
   *
   * @param atLogits for the gradient of the mean loss
   */
  double of(Loss loss, int n, FloatBuffer logits, FloatBuffer atLogits) {
    probabilities(n, logits);
    double sum = 0;
    for (int row = 0; row < n * classes; row += classes) {
      float weight = 0;
      for (int c = row; c < row + classes; c++) {
        weight += labels[c];
      }
      for (int c = row; c < row + classes; c++) {
        double held = Math.min(Math.max(numbers[c], loss.clip()), 1 - loss.clip());
        sum -= labels[c] == 0 ? 0 : labels[c] * Math.log(held);
        numbers[c] = (weight * numbers[c] - labels[c]) / n;
      }
    }
    atLogits.put(0, numbers, 0, n * classes);
    return sum / n;
  }

  /** Of n examples, valid until the next call. */
  float[] probabilities(int n, FloatBuffer logits) {
    logits.get(0, numbers, 0, n * classes);
    for (int row = 0; row < n * classes; row += classes) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int c = row; c < row + classes; c++) {
        largest = Math.max(largest, numbers[c]);
      }
      float sum = 0;
      for (int c = row; c < row + classes; c++) {
        numbers[c] = (float) Math.exp(numbers[c] - largest);
        sum += numbers[c];
      }
      for (int c = row; c < row + classes; c++) {
        numbers[c] /= sum;
      }
    }
    return numbers;
  }
}
