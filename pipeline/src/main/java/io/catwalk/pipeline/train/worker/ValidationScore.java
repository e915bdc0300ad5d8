package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;

/**
 * How good a network is on the validation split.
 *
 * @param examples scored
 * @param correct whose most probable class is the true one
 * @param lossSum of negative natural logarithms of the true class's probability
 * @param f1 mean over the classes that have examples, 0 to 1; 0 of no examples
 */
public record ValidationScore(long examples, long correct, double lossSum, double f1) {

  public static final ValidationScore NONE = new ValidationScore(0, 0, 0, 0);

  /** In 0 to 1, NaN of no examples. */
  public double accuracy() {
    return examples == 0 ? Double.NaN : (double) correct / examples;
  }

  /** Mean log loss, NaN of no examples. */
  public double loss() {
    return examples == 0 ? Double.NaN : lossSum / examples;
  }

  /** NaN of no examples. */
  public double macroF1() {
    return examples == 0 ? Double.NaN : f1;
  }

  /** Better by the metric, or as good with less loss. Anything is better than nothing validated. */
  public boolean betterThan(ValidationScore other, EarlyStopping.Metric metric) {
    if (other.examples == 0) {
      return true;
    }
    int order =
        switch (metric) {
          case LOSS -> 0;
          case F1 -> Double.compare(f1, other.f1);
          case ACCURACY -> Long.compare(correct, other.correct);
        };
    return order > 0 || (order == 0 && lossSum < other.lossSum);
  }
}
