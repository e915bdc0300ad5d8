package io.catwalk.pipeline.train.data;

import java.io.Serializable;

/** What each of a worker's examples counts in loss and gradient, beside its class's weight. */
public final class ExampleWeights implements Serializable {

  private static final long serialVersionUID = 1L;

  /** All count the same. */
  static final ExampleWeights EQUAL = new ExampleWeights(new float[0]);

  private final float[] weights;

  private ExampleWeights(float[] weights) {
    this.weights = weights;
  }

  /**
   * @param weights of each example, 0 or more
   */
  static ExampleWeights of(float[] weights) {
    for (float weight : weights) {
      if (weight != 1) {
        return new ExampleWeights(weights);
      }
    }
    return EQUAL;
  }

  /** Whether every example counts 1. */
  public boolean equal() {
    return weights.length == 0;
  }

  /** Of an example, by its position. */
  public float of(int position) {
    return equal() ? 1 : weights[position];
  }
}
