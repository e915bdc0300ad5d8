package io.catwalk.models;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What a network definition needs to know besides the image's shape.
 *
 * @param classes number of classes, at least 2
 * @param seed seeds the initial weights
 * @param updater the optimiser with its learning rate
 */
public record Hyperparameters(int classes, long seed, IUpdater updater) {

  public Hyperparameters {
    if (classes < 2) {
      throw new IllegalArgumentException("expected at least 2 classes, found " + classes);
    }
  }

  /** Enough to look at a network without training it. */
  public static Hyperparameters forInspection(int classes) {
    return new Hyperparameters(classes, 0, new Sgd());
  }
}
