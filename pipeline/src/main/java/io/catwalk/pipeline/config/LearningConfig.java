package io.catwalk.pipeline.config;

/**
 * What makes a training learn better ({@code train.schedule}, {@code train.weight-decay}, …).
 *
 * @param schedule of the learning rate
 * @param regularisation what keeps it from learning by heart, and gradients from exploding
 * @param normalise what pixels become: unit or standard
 * @param augment how training images are changed at random
 * @param balance what is done for rare classes: none, weights or sampling
 * @param earlyStopping which epoch is the best, and when training ends before its last
 */
public record LearningConfig(
    ScheduleConfig schedule,
    RegularisationConfig regularisation,
    String normalise,
    AugmentConfig augment,
    String balance,
    EarlyStoppingConfig earlyStopping) {

  /** What reference.conf says. */
  public static final LearningConfig PLAIN =
      new LearningConfig(
          ScheduleConfig.CONSTANT,
          RegularisationConfig.NONE,
          "standard",
          AugmentConfig.OFF,
          "none",
          EarlyStoppingConfig.NEVER);

  /** Whether it asks how good the network is on the validation split. */
  public boolean needsValidation() {
    return schedule.isPlateau() || earlyStopping.patience() > 0;
  }
}
