package io.catwalk.pipeline.train;

import io.catwalk.models.learning.LearningRate;
import io.catwalk.pipeline.config.TrainingConfig;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Configured optimisers as Deeplearning4j knows them. */
final class Updaters {

  private Updaters() {}

  /**
   * @param examples that an epoch consumes, by which schedules are measured
   */
  static IUpdater of(TrainingConfig config, long examples) {
    Optional<LearningRate> schedule = Schedules.of(config, examples);
    IUpdater updater = plain(config);
    schedule.ifPresent(rate -> updater.setLrAndSchedule(Double.NaN, rate));
    return updater;
  }

  private static IUpdater plain(TrainingConfig config) {
    return switch (config.updater()) {
      case SGD -> new Sgd(config.learningRate());
      case NESTEROVS -> new Nesterovs(config.learningRate(), config.momentum());
      // What makes it AdamW is its weight decay.
      case ADAM, ADAMW -> new Adam(config.learningRate());
      case RMSPROP -> new RmsProp(config.learningRate());
    };
  }
}
