package io.catwalk.pipeline.config;

import java.io.Serializable;

/**
 * What makes a training learn better ({@code train.schedule}, {@code train.weight-decay}, …).
 *
 * @param schedule of the learning rate
 * @param regularisation what keeps it from learning by heart, and gradients from exploding
 * @param normalise what pixels become
 * @param augment how training images are changed at random
 * @param balance what is done for rare classes
 * @param earlyStopping which epoch is the best, and when training ends before its last
 * @param emaDecay of the exponential moving average of parameters that is judged and kept, a step:
 *     0 to below 1; 0: the trained parameters themselves are
 * @param teacher whose answers it learns beside the labels
 */
public record LearningConfig(
    ScheduleConfig schedule,
    RegularisationConfig regularisation,
    Normalisation normalise,
    AugmentConfig augment,
    Balance balance,
    EarlyStopping earlyStopping,
    double emaDecay,
    Teacher teacher) {

  /** What reference.conf says. */
  public static final LearningConfig PLAIN =
      new LearningConfig(
          ScheduleConfig.CONSTANT,
          RegularisationConfig.NONE,
          Normalisation.STANDARD,
          AugmentConfig.OFF,
          Balance.NONE,
          EarlyStopping.NEVER);

  /** Without a teacher. */
  public LearningConfig(
      ScheduleConfig schedule,
      RegularisationConfig regularisation,
      Normalisation normalise,
      AugmentConfig augment,
      Balance balance,
      EarlyStopping earlyStopping,
      double emaDecay) {
    this(
        schedule,
        regularisation,
        normalise,
        augment,
        balance,
        earlyStopping,
        emaDecay,
        Teacher.NONE);
  }

  /** Keeps the trained parameters themselves. */
  public LearningConfig(
      ScheduleConfig schedule,
      RegularisationConfig regularisation,
      Normalisation normalise,
      AugmentConfig augment,
      Balance balance,
      EarlyStopping earlyStopping) {
    this(schedule, regularisation, normalise, augment, balance, earlyStopping, 0);
  }

  /** Whether it asks how good the network is on the validation split. */
  public boolean needsValidation() {
    return schedule.isPlateau() || earlyStopping.patience() > 0;
  }

  /**
   * Which epoch is the best, and when there will hardly be a better one ({@code
   * train.early-stopping.*}).
   *
   * @param metric of the validation split
   * @param patience epochs without improvement after which training ends; 0: never
   * @param minimumImprovement what counts as one, at least 0
   */
  public record EarlyStopping(Metric metric, int patience, double minimumImprovement) {

    /** What reference.conf says. */
    public static final EarlyStopping NEVER = new EarlyStopping(Metric.ACCURACY, 0, 0);

    /** By what epochs are compared. */
    public enum Metric {
      ACCURACY,
      LOSS,
      F1
    }
  }

  /**
   * What keeps a network from learning by heart, and its gradients from exploding.
   *
   * @param weightDecay of weights, not of biases and normalisation, at least 0; decoupled for adamw
   * @param labelSmoothing share of the target that all classes have in common, 0 to below 1
   * @param clipNorm largest length of a gradient; 0: any
   * @param clipValue largest magnitude of a gradient's numbers; 0: any
   */
  public record RegularisationConfig(
      double weightDecay, double labelSmoothing, double clipNorm, double clipValue) {

    /** None of it. */
    public static final RegularisationConfig NONE = new RegularisationConfig(0, 0, 0, 0);
  }

  /**
   * A network whose answers are targets ({@code train.teacher.*}): G. Hinton, O. Vinyals, J. Dean,
   * "Distilling the knowledge in a neural network", 2015.
   *
   * @param from a stored network, as for {@code model.from}; empty for none
   * @param weight of its answers in the target, 0 to 1; the label has the rest
   * @param temperature that its probabilities are softened by, at least 1
   */
  public record Teacher(String from, double weight, double temperature) implements Serializable {

    /** What reference.conf says. */
    public static final Teacher NONE = new Teacher("", 0.7, 2);

    /** Whether there is one. */
    public boolean teaches() {
      return !from.isEmpty();
    }
  }

  /** What a pixel of 0 to 255 becomes. */
  public enum Normalisation {
    /** Minus the mean, divided by the standard deviation, of all training images. */
    STANDARD,
    /** 0 to 1. */
    UNIT
  }

  /** How rare classes count as much as frequent ones. */
  public enum Balance {
    NONE,
    /** An example's loss counts the more, the rarer its class. */
    WEIGHTS,
    /** Examples of rare classes are drawn the more often. */
    SAMPLING
  }
}
