package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.layers.LayerKit;
import io.catwalk.models.layers.NativeOutput;
import io.catwalk.models.learning.WeightPenalty;
import io.catwalk.pipeline.config.TrainingConfig;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network as training begins with it. */
final class NewNetwork {

  private NewNetwork() {}

  /**
   * With the weights that {@code train.seed} gives.
   *
   * @param examples that an epoch consumes, by which schedules are measured
   */
  static MultiLayerNetwork of(
      ModelDefinition definition,
      ImageShape shape,
      int classes,
      TrainingConfig config,
      long examples) {
    Hyperparameters hyperparameters =
        new Hyperparameters(
            classes, config.seed(), Updaters.of(config, examples), LayerKit.named(config.layers()));
    MultiLayerConfiguration configuration = definition.configure(shape, hyperparameters);
    double decay = config.learning().regularisation().weightDecay();
    if (decay > 0) {
      new WeightPenalty(decay, config.updater().equals("adamw")).addTo(configuration);
    }
    if (config.learning().balance().equals("weights")) {
      NativeOutput.weighAll(configuration);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }
}
