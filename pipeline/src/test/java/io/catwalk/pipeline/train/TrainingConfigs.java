package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;

/** Trainings of one epoch with Adam, for tests. */
final class TrainingConfigs {

  private TrainingConfigs() {}

  static TrainingConfig of(int workers, int frequency, int minibatch) {
    return of(workers, AveragingConfig.every(frequency), minibatch);
  }

  static TrainingConfig of(int workers, AveragingConfig averaging, int minibatch) {
    return new TrainingConfig(
        workers,
        averaging,
        minibatch,
        1,
        7,
        TrainingConfig.Updater.ADAM,
        0.003,
        0.9,
        TrainingConfig.Master.RESIDENT,
        ComputeConfig.ENGINE,
        CheckpointConfig.USUAL,
        LearningConfig.PLAIN);
  }
}
