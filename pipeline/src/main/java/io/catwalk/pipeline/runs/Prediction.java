package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Example;
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

  /** What tells its image from all others in every run over the same data. */
  String key() {
    return Example.key(sha256, path);
  }

  /**
   * That it can be judged.
   *
   * @param classes number of classes
   * @param table that holds it, for the message
   * @throws CatwalkException (data) when the image has no known class, or not so many probabilities
   */
  public void requireJudged(int classes, String table) {
    if (actual < 0 || actual >= classes) {
      throw CatwalkException.data(
          "Cannot judge "
              + table
              + ": image "
              + path
              + (actual < 0
                  ? " has no known class"
                  : " is of class number " + actual + ", expected 0 to " + (classes - 1)));
    }
    if (probabilities.length != classes) {
      throw CatwalkException.data(
          "Cannot judge "
              + table
              + ": image "
              + path
              + " has "
              + probabilities.length
              + " probabilities, expected one for each of "
              + classes
              + " classes");
    }
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
