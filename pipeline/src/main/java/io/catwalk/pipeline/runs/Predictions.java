package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import java.util.ArrayList;
import java.util.List;

/** Every prediction of a run, in the stored order. */
public final class Predictions {

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

  public int size() {
    return predicted.length;
  }

  /** Index of the true class, an example; not to be modified. */
  public int[] labels() {
    return labels;
  }

  public int actual(int example) {
    return labels[example];
  }

  public int predicted(int example) {
    return predicted[example];
  }

  public boolean correct(int example) {
    return predicted[example] == labels[example];
  }

  /** Of the predicted class, 0 to 1. */
  public float confidence(int example) {
    return probability(example, predicted[example]);
  }

  public float probability(int example, int index) {
    return byClass[index][example];
  }

  public String path(int example) {
    return paths.get(example);
  }

  String sha256(int example) {
    return digests.get(example);
  }

  /** Null where the run did not store them. */
  public ImageFacts facts(int example) {
    return facts.get(example);
  }

  /** Which examples are worth a look. */
  public ExampleChoice choice(int classes) {
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
  public String key(int example) {
    return Example.key(digests.get(example), paths.get(example));
  }

  /** -ln(probability of the true class), clipped as in {@code metrics.json}. */
  public double loss(int example) {
    return -Math.log(Math.min(1, Math.max(1e-15, probability(example, actual(example)))));
  }
}
