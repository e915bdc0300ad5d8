package io.catwalk.pipeline.report;

import io.catwalk.pipeline.evaluate.ExampleChoice;
import io.catwalk.pipeline.evaluate.LabelledScores;
import io.catwalk.pipeline.evaluate.Prediction;
import io.catwalk.pipeline.evaluate.StoredPredictions;
import io.catwalk.pipeline.ingest.ImageFacts;
import java.util.ArrayList;
import java.util.List;

/** Every prediction of a run, in the stored order. */
final class Predictions {

  private final List<String> paths = new ArrayList<>();
  private final List<String> digests = new ArrayList<>();
  private final List<ImageFacts> facts = new ArrayList<>();
  private final int[] labels;
  private final int[] predicted;

  /** A row a class: who looks at one class after the other finds its values side by side. */
  private final float[][] byClass;

  private Predictions(StoredPredictions stored, int classes) {
    LabelledScores scores = stored.scores(classes, this::remember);
    labels = scores.labels();
    predicted = new int[scores.size()];
    byClass = new float[classes][scores.size()];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = scores.predicted(i);
      float[] row = scores.probabilities()[i];
      for (int c = 0; c < classes; c++) {
        byClass[c][i] = row[c];
      }
    }
  }

  /**
   * @throws io.catwalk.pipeline.CatwalkException (data) when there are none, or they are damaged or
   *     of other classes
   */
  static Predictions read(StoredPredictions stored, int classes) {
    return new Predictions(stored, classes);
  }

  private void remember(Prediction prediction) {
    paths.add(prediction.path());
    digests.add(prediction.sha256());
    facts.add(prediction.facts());
  }

  int size() {
    return predicted.length;
  }

  /** Index of the true class, an example; not to be modified. */
  int[] labels() {
    return labels;
  }

  int actual(int example) {
    return labels[example];
  }

  int predicted(int example) {
    return predicted[example];
  }

  boolean correct(int example) {
    return predicted[example] == labels[example];
  }

  /** Of the predicted class, 0 to 1. */
  float confidence(int example) {
    return probability(example, predicted[example]);
  }

  float probability(int example, int index) {
    return byClass[index][example];
  }

  String path(int example) {
    return paths.get(example);
  }

  String sha256(int example) {
    return digests.get(example);
  }

  /** Null where the run did not store them. */
  ImageFacts facts(int example) {
    return facts.get(example);
  }

  /** Which examples are worth a look. */
  ExampleChoice choice(int classes) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      keys.add(key(i));
    }
    float[] confidence = new float[size()];
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = confidence(i);
    }
    return new ExampleChoice(labels, predicted, confidence, keys, classes);
  }

  /** What tells an example from all others in every run over the same data. */
  String key(int example) {
    return digests.get(example) + ' ' + paths.get(example);
  }

  /** -ln(probability of the true class), clipped as in {@code metrics.json}. */
  double loss(int example) {
    return -Math.log(Math.min(1, Math.max(1e-15, probability(example, actual(example)))));
  }
}
