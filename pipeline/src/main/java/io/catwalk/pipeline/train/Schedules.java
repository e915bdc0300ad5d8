package io.catwalk.pipeline.train;

import io.catwalk.models.learning.LearningRate;
import io.catwalk.models.learning.RateCurve;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import java.util.Optional;

/** Configured schedules as functions of the steps of one training. */
final class Schedules {

  private Schedules() {}

  /**
   * Empty where the rate is constant.
   *
   * @param examples that an epoch consumes, by all workers together
   */
  static Optional<LearningRate> of(TrainingConfig config, long examples) {
    ScheduleConfig schedule = config.learning().schedule();
    if (schedule.kind() == ScheduleConfig.Kind.CONSTANT && schedule.warmUp() == 0) {
      return Optional.empty();
    }
    int left = Math.max(1, steps(config, examples) - schedule.warmUp());
    return Optional.of(
        new LearningRate(
            config.learningRate(), schedule.byEpoch(), schedule.warmUp(), curve(schedule, left)));
  }

  /** Of the whole training; each epoch's rounds together make as many as if there was one round. */
  private static int steps(TrainingConfig config, long examples) {
    if (config.learning().schedule().byEpoch()) {
      return config.epochs();
    }
    long share = (examples + config.workers() - 1) / config.workers();
    long steps = (share + config.minibatch() - 1) / config.minibatch() * config.epochs();
    return (int) Math.min(steps, Integer.MAX_VALUE);
  }

  private static RateCurve curve(ScheduleConfig schedule, int steps) {
    return switch (schedule.kind()) {
      case STEP -> new RateCurve.Stairs(schedule.factor(), schedule.every());
      case EXPONENTIAL -> new RateCurve.Stairs(schedule.factor(), 1);
      case POLYNOMIAL -> new RateCurve.Polynomial(schedule.power(), steps, schedule.floor());
      case COSINE ->
          schedule.restarts() == 0
              ? new RateCurve.Cosine(steps, schedule.floor())
              : new RateCurve.WarmRestarts(
                  steps, schedule.floor(), schedule.restarts(), schedule.growth());
      case ONE_CYCLE -> new RateCurve.OneCycle(steps, schedule.rise());
      case CONSTANT, WARM_UP, PLATEAU -> new RateCurve.Constant();
    };
  }
}
