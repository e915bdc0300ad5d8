package io.catwalk.pipeline.runs;

/** How confident predictions are and how often they are right, counted over all of a run. */
public final class ConfidenceCounts {

  /** Bars of equal width, from 0 to 1. */
  public static final int BARS = 20;

  private static final float SURE = 0.95f;

  private final long[] right = new long[BARS];
  private final long[] wrong = new long[BARS];
  private double sum;
  private long all;
  private long allRight;
  private long sure;
  private long sureAndRight;

  void add(Prediction prediction) {
    float confidence = prediction.probabilities()[prediction.predicted()];
    boolean correct = prediction.correct();
    sum += confidence;
    all++;
    allRight += correct ? 1 : 0;
    int bar = Math.min(BARS - 1, (int) (confidence * BARS));
    (correct ? right : wrong)[bar]++;
    if (confidence >= SURE) {
      sure++;
      sureAndRight += correct ? 1 : 0;
    }
  }

  /** Predictions counted. */
  public long all() {
    return all;
  }

  long allRight() {
    return allRight;
  }

  /** Right ones of a bar. */
  public long right(int bar) {
    return right[bar];
  }

  /** Wrong ones of a bar. */
  public long wrong(int bar) {
    return wrong[bar];
  }

  /** Mean probability of the predicted classes. */
  public double mean() {
    return sum / all;
  }

  /** Predictions of at least 95 % confidence. */
  public long sure() {
    return sure;
  }

  /** Those of them that are right. */
  public long sureAndRight() {
    return sureAndRight;
  }
}
