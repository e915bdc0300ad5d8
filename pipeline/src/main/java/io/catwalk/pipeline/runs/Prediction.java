package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Example.ImageFacts;
import java.io.Serializable;

/**
 * What a model says of one image: a row of {@code predictions.parquet}.
 *
 * @param path where the image came from, relative to its source
 * @param sha256 of the image's file
 * @param actual index of the true class, or -1 where it is not known
 * @param probabilities a class, in label order, adding up to 1
 * @param facts of the image; null where they are not known
 */
public record Prediction(
    String path, String sha256, int actual, float[] probabilities, ImageFacts facts)
    implements Serializable {

  /** Of an image of which no more is known. */
  public Prediction(String path, String sha256, int actual, float[] probabilities) {
    this(path, sha256, actual, probabilities, null);
  }

  /** Index of the most probable class; the first of equals. */
  public int predicted() {
    return mostProbable(probabilities);
  }

  public boolean correct() {
    return predicted() == actual;
  }

  /** Index of the largest value; the first of equals. */
  static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }
}
