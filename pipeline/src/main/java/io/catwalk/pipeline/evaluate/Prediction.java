package io.catwalk.pipeline.evaluate;

import java.io.Serializable;

/**
 * What a model says of one image: a row of {@code predictions.parquet}.
 *
 * @param path where the image came from, relative to its source
 * @param sha256 of the image's file
 * @param actual index of the true class, or -1 where it is not known
 * @param probabilities a class, in label order, adding up to 1
 */
public record Prediction(String path, String sha256, int actual, float[] probabilities)
    implements Serializable {

  /** Index of the most probable class; the first of equals. */
  public int predicted() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  public boolean correct() {
    return predicted() == actual;
  }
}
