package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.learning.WeightPenalty;
import io.catwalk.pipeline.config.TrainingConfig;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network as training begins with it. */
public final class NewNetwork {

  private NewNetwork() {}

  /**
   * With the weights that {@code train.seed} gives.
   *
   * @param examples that an epoch consumes, by which schedules are measured
   */
  public static MultiLayerNetwork of(
      ModelDefinition definition,
      ImageShape shape,
      int classes,
      TrainingConfig config,
      long examples) {
    MultiLayerConfiguration configuration =
        definition.configure(shape, hyperparameters(classes, config, examples));
    learning(configuration, config);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** What the configuration wants of layers beyond their kinds and sizes; before they are made. */
  static void learning(MultiLayerConfiguration configuration, TrainingConfig config) {
    double decay = config.learning().regularisation().weightDecay();
    if (decay > 0) {
      new WeightPenalty(decay, config.updater() == TrainingConfig.Updater.ADAMW)
          .addTo(configuration);
    }
  }

  /**
   * @param examples as {@link #of} takes them
   */
  static Hyperparameters hyperparameters(int classes, TrainingConfig config, long examples) {
    return new Hyperparameters(classes, config.seed(), Updaters.of(config, examples));
  }
}
