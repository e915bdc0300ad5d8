package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Example;
import java.io.Serializable;
import java.util.Comparator;

/**
 * What people see of a prediction whose class is known.
 *
 * @param path where the image came from, relative to its source
 * @param sha256 of the image's file
 * @param actual index of the true class
 * @param predicted index of the predicted class
 * @param confidence probability of the predicted class, 0 to 1
 * @param ofActual probability of the true class, 0 to 1
 */
public record ScoredExample(
    String path, String sha256, int actual, int predicted, float confidence, float ofActual)
    implements Serializable {

  /** In the order of {@link #key}. */
  static final Comparator<ScoredExample> BY_KEY =
      Comparator.comparing(ScoredExample::sha256).thenComparing(ScoredExample::path);

  /** The most confident first, equal ones in the order of {@link #key}. */
  static final Comparator<ScoredExample> SUREST_FIRST =
      Comparator.<ScoredExample>comparingDouble(each -> -each.confidence).thenComparing(BY_KEY);

  static ScoredExample of(Prediction prediction) {
    int predicted = prediction.predicted();
    return new ScoredExample(
        prediction.path(),
        prediction.sha256(),
        prediction.actual(),
        predicted,
        prediction.probabilities()[predicted],
        prediction.probabilities()[prediction.actual()]);
  }

  public boolean correct() {
    return predicted == actual;
  }

  /** What tells it from all others in every run over the same data. */
  public String key() {
    return Example.key(sha256, path);
  }
}
