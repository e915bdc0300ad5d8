package io.catwalk.pipeline.config;

/**
 * What makes a training learn better ({@code train.schedule}, {@code train.weight-decay}, …).
 *
 * @param schedule of the learning rate
 * @param regularisation what keeps it from learning by heart, and gradients from exploding
 * @param normalise what pixels become: unit or standard
 */
public record LearningConfig(
    ScheduleConfig schedule, RegularisationConfig regularisation, String normalise) {

  /** What reference.conf says. */
  public static final LearningConfig PLAIN =
      new LearningConfig(ScheduleConfig.CONSTANT, RegularisationConfig.NONE, "standard");
}
