package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Predictions for tests. */
public final class Scores {

  private Scores() {}

  /** Scores of two classes: each example's label, then the probability of class 1. */
  static LabelledScores binary(int[] labels, double... ofClassOne) {
    float[][] rows = new float[labels.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {(float) (1 - ofClassOne[i]), (float) ofClassOne[i]};
    }
    return new LabelledScores(labels, rows);
  }

  /** Scores that are certain of the predicted classes. */
  static LabelledScores certain(int classes, int[] actual, int... predicted) {
    float[][] rows = new float[actual.length][classes];
    for (int i = 0; i < rows.length; i++) {
      rows[i][predicted[i]] = 1;
    }
    return new LabelledScores(actual, rows);
  }

  /**
   * A model that is right more often than not, every class having examples.
   *
   * @param steps probabilities are multiples of 1/steps, so that few steps give many ties; a power
   *     of two keeps them exact
   */
  public static LabelledScores random(int examples, int classes, int steps, long seed) {
    Random random = new Random(seed);
    int[] labels = new int[examples];
    float[][] rows = new float[examples][classes];
    for (int i = 0; i < examples; i++) {
      labels[i] = i % classes;
      int hint = random.nextInt(3) > 0 ? labels[i] : random.nextInt(classes);
      for (int step = 0; step < steps; step++) {
        rows[i][random.nextInt(3) == 0 ? hint : random.nextInt(classes)] += 1f / steps;
      }
    }
    return new LabelledScores(labels, rows);
  }

  static EvaluationSubject subject(int classes) {
    return new EvaluationSubject(
        "tiny", "ab12", "drawn", "cd34", Split.TEST, true, true, names(classes));
  }

  public static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }
}
