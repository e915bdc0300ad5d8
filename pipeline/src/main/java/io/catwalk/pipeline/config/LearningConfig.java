package io.catwalk.pipeline.config;

/**
 * What makes a training learn better ({@code train.schedule}, {@code train.weight-decay}, …).
 *
 * @param schedule of the learning rate
 * @param regularisation what keeps it from learning by heart, and gradients from exploding
 */
public record LearningConfig(ScheduleConfig schedule, RegularisationConfig regularisation) {

  /** What reference.conf says. */
  public static final LearningConfig PLAIN =
      new LearningConfig(ScheduleConfig.CONSTANT, RegularisationConfig.NONE);
}
