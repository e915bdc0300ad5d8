package io.catwalk.pipeline.bench;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** What turns gradients into steps, with the textbook's learning rate of 0.001. */
public enum Optimiser {
  ADAM,
  /** With momentum 0.9. */
  NESTEROVS,
  SGD;

  private static final double LEARNING_RATE = 1e-3;
  private static final double MOMENTUM = 0.9;

  IUpdater updater() {
    return switch (this) {
      case ADAM -> new Adam(LEARNING_RATE);
      case NESTEROVS -> new Nesterovs(LEARNING_RATE, MOMENTUM);
      case SGD -> new Sgd(LEARNING_RATE);
    };
  }
}
