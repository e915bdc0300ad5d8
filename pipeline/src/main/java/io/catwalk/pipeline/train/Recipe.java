package io.catwalk.pipeline.train;

import io.catwalk.models.learning.Clipping;
import io.catwalk.pipeline.config.RegularisationConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import java.io.Serializable;

/**
 * How a training makes minibatches of examples and steps of gradients.
 *
 * @param labelSmoothing share of each target that is spread over all classes, 0 to below 1
 * @param clipping of gradients
 */
record Recipe(double labelSmoothing, Clipping clipping) implements Serializable {

  /** Examples as they are, gradients as they come. */
  static final Recipe PLAIN = new Recipe(0, Clipping.NONE);

  static Recipe of(TrainingConfig config) {
    RegularisationConfig regularisation = config.learning().regularisation();
    return new Recipe(
        regularisation.labelSmoothing(),
        new Clipping(regularisation.clipNorm(), regularisation.clipValue()));
  }
}
