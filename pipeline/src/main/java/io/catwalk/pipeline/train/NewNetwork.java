package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.layers.LayerKit;
import io.catwalk.pipeline.config.TrainingConfig;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network as training begins with it. */
final class NewNetwork {

  private NewNetwork() {}

  /** With the weights that {@code train.seed} gives. */
  static MultiLayerNetwork of(
      ModelDefinition definition, ImageShape shape, int classes, TrainingConfig config) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(definition.configure(shape, hyperparameters(classes, config)));
    network.init();
    return network;
  }

  static Hyperparameters hyperparameters(int classes, TrainingConfig config) {
    return new Hyperparameters(
        classes, config.seed(), Updaters.of(config), LayerKit.named(config.layers()));
  }
}
