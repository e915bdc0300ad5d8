package io.catwalk.models.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows [1, n] as vectors [n], which is how the native operations take biases. A layer's parameters
 * and gradients are the same arrays in every step, so the last few views are kept.
 */
final class VectorViews {

  /** A bias and its gradient, twice over. */
  private static final int KEPT = 4;

  private final INDArray[] rows = new INDArray[KEPT];
  private final INDArray[] vectors = new INDArray[KEPT];
  private int next;

  INDArray of(INDArray row) {
    if (row.rank() == 1) {
      return row;
    }
    for (int i = 0; i < KEPT; i++) {
      if (rows[i] == row) {
        return vectors[i];
      }
    }
    INDArray vector = row.reshape(row.length());
    if (!row.isAttached()) {
      rows[next] = row;
      vectors[next] = vector;
      next = (next + 1) % KEPT;
    }
    return vector;
  }
}
