package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Vectoriser;
import java.io.Serializable;

/**
 * What a worker does with its examples.
 *
 * @param vectoriser of examples into rows of a minibatch
 * @param extraction what happens to those before the network sees them
 * @param recipe of minibatches and steps
 */
public record TrainingPlan(Vectoriser vectoriser, Extraction extraction, Recipe recipe)
    implements Serializable {

  /** Of a network that sees examples as they are. */
  public TrainingPlan(Vectoriser vectoriser, Recipe recipe) {
    this(vectoriser, Extraction.NONE, recipe);
  }
}
