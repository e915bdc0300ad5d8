package io.catwalk.models.engine;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Where a training is when a step begins: what schedules, bias corrections and dropout depend on.
 *
 * @param iteration steps before this one, 0-based
 * @param epoch epochs before this one, 0-based
 * @param seed of dropout's masks; two workers that train at the same time take two
 * @param reduction factor over every learning rate, above 0 to 1
 */
public record Progress(int iteration, int epoch, long seed, double reduction) {

  /** With whole learning rates. */
  public static Progress of(int iteration, int epoch, long seed) {
    return new Progress(iteration, epoch, seed, 1);
  }

  /** Some steps later in the same epoch. */
  public Progress plus(int steps) {
    return new Progress(iteration + steps, epoch, seed, reduction);
  }

  /** What the updater's schedule says, reduced. */
  double learningRate(IUpdater updater) {
    return updater.getLearningRate(iteration, epoch) * reduction;
  }
}
