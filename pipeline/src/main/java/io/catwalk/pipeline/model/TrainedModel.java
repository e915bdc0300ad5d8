package io.catwalk.pipeline.model;

import io.catwalk.pipeline.dataset.Vectoriser;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network with all that is needed to use it on new images.
 *
 * @param card what {@code model.zip} says beside the weights
 * @param network trained
 */
public record TrainedModel(ModelCard card, MultiLayerNetwork network) {

  /** Turns images into what this network was trained on. */
  public Vectoriser vectoriser() {
    return new Vectoriser(
        card.shape(), card.classes().size(), card.mean(), card.standardDeviation());
  }
}
