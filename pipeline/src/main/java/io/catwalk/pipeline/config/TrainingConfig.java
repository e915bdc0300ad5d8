package io.catwalk.pipeline.config;

import java.util.Locale;

/**
 * How it is trained ({@code train.*}).
 *
 * @param workers networks that train side by side and are averaged, at least 1
 * @param averaging how their networks become one
 * @param minibatch examples of one gradient step, at least 1
 * @param epochs passes over the training split, at least 1
 * @param seed of initial weights, order and everything random in training
 * @param updater what makes steps out of gradients
 * @param learningRate above 0
 * @param momentum of nesterovs, 0 to below 1
 * @param master who averages
 * @param compute what computes its steps
 * @param checkpoint when it is saved
 * @param learning what makes it learn better
 */
public record TrainingConfig(
    int workers,
    AveragingConfig averaging,
    int minibatch,
    int epochs,
    long seed,
    Updater updater,
    double learningRate,
    double momentum,
    Master master,
    ComputeConfig compute,
    CheckpointConfig checkpoint,
    LearningConfig learning) {

  /**
   * When a training is saved so that it can go on after a crash ({@code train.checkpoint.*}).
   *
   * @param everyRounds averaging rounds between two checkpoints; 0 saves at epochs alone
   * @param everyEpochs epochs between two checkpoints; 0 saves at rounds alone
   * @param keep newest checkpoints that are kept, at least 1
   */
  public record CheckpointConfig(int everyRounds, int everyEpochs, int keep) {

    /** What reference.conf says. */
    public static final CheckpointConfig USUAL = new CheckpointConfig(0, 1, 3);
  }

  /** What makes steps out of gradients. */
  public enum Updater {
    SGD,
    NESTEROVS,
    ADAM,
    /** Adam whose weight decay is decoupled from the gradient. */
    ADAMW,
    RMSPROP;

    /** As the configuration has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who averages the workers' networks. */
  public enum Master {
    /** Catwalk itself: examples and networks stay on the executors. */
    RESIDENT,
    /** dl4j-spark's ParameterAveragingTrainingMaster. */
    STOCK
  }
}
