package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained model's weights as the beginning of another training; its updater's state is not taken.
 */
final class WarmStart {

  private WarmStart() {}

  /**
   * @param from null leaves the weights that were drawn
   * @throws CatwalkException (usage) when it is another network
   */
  static void apply(TrainedModel from, MultiLayerNetwork network) {
    if (from == null) {
      return;
    }
    long expected = network.params().length();
    long found = from.network().params().length();
    if (found != expected) {
      throw CatwalkException.usage(
          "Cannot start from %s (%,d parameters): the network that is to be trained has %,d; expected the same network, classes and shape"
              .formatted(from.card().model(), found, expected));
    }
    network.params().assign(from.network().params());
  }
}
