package io.catwalk.pipeline.config;

/**
 * What makes a training learn better ({@code train.schedule}, {@code train.weight-decay}, …).
 *
 * @param schedule of the learning rate
 * @param regularisation what keeps it from learning by heart, and gradients from exploding
 * @param normalise what pixels become: unit or standard
 * @param earlyStopping which epoch is the best, and when training ends before its last
 */
public record LearningConfig(
    ScheduleConfig schedule,
    RegularisationConfig regularisation,
    String normalise,
    EarlyStoppingConfig earlyStopping) {

  /** What reference.conf says. */
  public static final LearningConfig PLAIN =
      new LearningConfig(
          ScheduleConfig.CONSTANT,
          RegularisationConfig.NONE,
          "standard",
          EarlyStoppingConfig.NEVER);

  /** Whether it asks how good the network is on the validation split. */
  public boolean needsValidation() {
    return schedule.isPlateau() || earlyStopping.patience() > 0;
  }
}
