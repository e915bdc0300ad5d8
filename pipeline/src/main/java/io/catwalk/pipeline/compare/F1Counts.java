package io.catwalk.pipeline.compare;

import java.util.Arrays;

/** Counts from which F1 follows, of examples that come one by one. */
final class F1Counts {

  private final int[] support;
  private final int[] predicted;
  private final int[] correct;

  F1Counts(int classes) {
    support = new int[classes];
    predicted = new int[classes];
    correct = new int[classes];
  }

  void clear() {
    Arrays.fill(support, 0);
    Arrays.fill(predicted, 0);
    Arrays.fill(correct, 0);
  }

  void add(int actual, int guess) {
    support[actual]++;
    predicted[guess]++;
    if (actual == guess) {
      correct[actual]++;
    }
  }

  /**
   * @param cells of a confusion matrix, row by row
   */
  void set(int[] cells) {
    clear();
    int classes = support.length;
    for (int actual = 0, at = 0; actual < classes; actual++) {
      correct[actual] = cells[actual * classes + actual];
      for (int guess = 0; guess < classes; guess++, at++) {
        support[actual] += cells[at];
        predicted[guess] += cells[at];
      }
    }
  }

  /** 2 correct / (support + predicted); NaN for a class that does not occur. */
  double f1(int index) {
    int occurrences = support[index] + predicted[index];
    return occurrences == 0 ? Double.NaN : 2.0 * correct[index] / occurrences;
  }

  /** Share of the examples of a class that are found; NaN where there are none. */
  double recall(int index) {
    return support[index] == 0 ? Double.NaN : (double) correct[index] / support[index];
  }

  /** Mean over the classes that occur, as {@code metrics.json} has it. */
  double macroF1() {
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < support.length; c++) {
      if (support[c] + predicted[c] > 0) {
        sum += f1(c);
        occurring++;
      }
    }
    return sum / occurring;
  }
}
