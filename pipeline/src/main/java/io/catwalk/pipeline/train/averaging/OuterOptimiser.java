package io.catwalk.pipeline.train.averaging;

import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.train.state.Trainables;
import java.util.Locale;

/**
 * Makes the next parameters out of those that a round started from and the workers' average.
 *
 * <p>{@code average} takes the average. {@code nesterov} takes Δ = start − average as a gradient
 * and follows it with Nesterov's momentum: v ← μv + Δ, next = start − η(Δ + μv). Workers may then
 * go many more minibatches alone for the same accuracy (Wang, Tantia, Ballas, Rabbat, "SlowMo",
 * ICLR 2020, arXiv:1910.00643; Douillard et al., "DiLoCo: Distributed low-communication training of
 * language models", 2023, arXiv:2311.08105, algorithm 1).
 */
final class OuterOptimiser {

  private final OuterConfig config;
  private final Trainables trainables;
  private float[] velocity;

  /**
   * @param trainables which parameters have gradients; the others (batch normalisation's
   *     statistics) are always the average, since an extrapolated variance may be negative
   */
  OuterOptimiser(OuterConfig config, Trainables trainables) {
    this.config = config;
    this.trainables = trainables;
    this.velocity =
        config.method() == OuterConfig.Method.NESTEROV
            ? new float[trainables.size()]
            : new float[0];
  }

  /** What must outlive a crash: v, of the parameters' length; empty for plain averaging. */
  float[] velocity() {
    return velocity;
  }

  /**
   * @param velocity as {@link #velocity()} gave it
   */
  void restore(float[] velocity) {
    if (velocity.length != this.velocity.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A velocity of %,d values for one of %,d",
              velocity.length,
              this.velocity.length));
    }
    this.velocity = velocity.clone();
  }

  /**
   * The parameters of the next round.
   *
   * @param start parameters that the round started from
   * @param average of the workers' parameters; may be overwritten
   */
  float[] next(float[] start, float[] average) {
    if (velocity.length == 0) {
      return average;
    }
    float momentum = (float) config.momentum();
    float rate = (float) config.learningRate();
    for (Trainables.Range range : trainables.ranges()) {
      for (int i = range.from(); i < range.to(); i++) {
        float change = start[i] - average[i];
        velocity[i] = momentum * velocity[i] + change;
        average[i] = start[i] - rate * (change + momentum * velocity[i]);
      }
    }
    return average;
  }
}
