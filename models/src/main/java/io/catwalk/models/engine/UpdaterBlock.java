package io.catwalk.models.engine;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * A range of the flattened parameters that one updater trains, as DL4J lays them out. With g the
 * gradient of the mean loss (penalties that are not decoupled added to it), s the coefficients'
 * {@code step} and u what is subtracted from the parameters:
 *
 * <ul>
 *   <li>{@link Rule#SGD}: u = s·g; no state
 *   <li>{@link Rule#NESTEROVS}: v' = first·v − s·g; u = first·v − (1 + first)·v'; state [v]
 *   <li>{@link Rule#ADAM}: m' = first·m + (1 − first)·g; v' = second·v + (1 − second)·g²; u = s·m'
 *       / (√v' + epsilon); state [m of the whole block, v of the whole block]
 *   <li>{@link Rule#RMSPROP}: v' = first·v + (1 − first)·g²; u = s·g / (√v' + epsilon); state [v]
 *   <li>{@link Rule#NONE}: nothing is subtracted (running statistics); no state
 * </ul>
 *
 * A decoupled penalty adds coefficient · {@code learningRate} · parameter to u.
 *
 * @param offset position of its first parameter
 * @param length parameters in it
 * @param stateOffset position of its state in the flattened updater state
 * @param stateLength numbers of state: 0, {@code length} or 2 · {@code length}
 * @param rule the formula
 * @param updater DL4J's, which knows the learning rate and its schedule
 */
public record UpdaterBlock(
    long offset, long length, long stateOffset, long stateLength, Rule rule, IUpdater updater) {

  /** The formula of an updater. */
  public enum Rule {
    SGD,
    NESTEROVS,
    ADAM,
    RMSPROP,
    NONE
  }

  /**
   * The numbers in a rule's formula for one step.
   *
   * @param learningRate as the schedule has it
   * @param step factor of the step, Adam's bias corrections in it
   * @param first momentum, beta 1 or decay; 0 where the rule has none
   * @param second beta 2; 0 where the rule has none
   * @param epsilon in the denominator; 0 where the rule has none
   */
  public record Coefficients(
      double learningRate, double step, double first, double second, double epsilon) {}

  /** Position behind its last parameter. */
  public long end() {
    return offset + length;
  }

  /** What the formula has for this step. */
  public Coefficients at(Progress progress) {
    if (rule == Rule.NONE) {
      return new Coefficients(0, 0, 0, 0, 0);
    }
    int iteration = progress.iteration();
    double rate = progress.learningRate(updater);
    if (updater instanceof Adam adam) {
      double corrected =
          rate
              * Math.sqrt(1 - Math.pow(adam.getBeta2(), iteration + 1.0))
              / (1 - Math.pow(adam.getBeta1(), iteration + 1.0));
      // As DL4J has it.
      double step = corrected == 0 || !Double.isFinite(corrected) ? adam.getEpsilon() : corrected;
      return new Coefficients(rate, step, adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
    }
    if (updater instanceof Nesterovs nesterovs) {
      double momentum = nesterovs.currentMomentum(iteration, progress.epoch());
      return new Coefficients(rate, rate, momentum, 0, 0);
    }
    if (updater instanceof RmsProp rmsProp) {
      return new Coefficients(rate, rate, rmsProp.getRmsDecay(), 0, rmsProp.getEpsilon());
    }
    return new Coefficients(rate, rate, 0, 0, 0);
  }
}
