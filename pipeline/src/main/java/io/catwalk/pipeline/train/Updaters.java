package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.TrainingConfig;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Configured optimisers as Deeplearning4j knows them. */
final class Updaters {

  private Updaters() {}

  static IUpdater of(TrainingConfig config) {
    return switch (config.updater()) {
      case "sgd" -> new Sgd(config.learningRate());
      case "nesterovs" -> new Nesterovs(config.learningRate(), config.momentum());
      case "adam" -> new Adam(config.learningRate());
      case "rmsprop" -> new RmsProp(config.learningRate());
      default ->
          throw new IllegalArgumentException(
              "train.updater = " + config.updater() + " passed the configuration's check");
    };
  }
}
