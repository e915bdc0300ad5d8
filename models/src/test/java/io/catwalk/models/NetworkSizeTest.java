package io.catwalk.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.layers.LayerKit;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Told without a network what a network has. */
class NetworkSizeTest {

  @ParameterizedTest
  @CsvSource({"lenet5, native", "lenet5, stock", "catwalk-small, native", "fashion-cnn, native"})
  void countsWhatANetworkOfItHolds(String name, String layers) {
    ImageShape shape = ModelCatalog.get(name).designShape();
    for (IUpdater updater : List.of(new Adam(), new Nesterovs(), new Sgd())) {
      MultiLayerConfiguration configuration =
          ModelCatalog.get(name)
              .configure(shape, new Hyperparameters(7, 1, updater, LayerKit.named(layers)));
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init();
      var state = network.getUpdater().getStateViewArray();

      NetworkSize size = NetworkSize.of(configuration, shape);

      assertThat(size.parameters()).isEqualTo(network.numParams());
      long held = state == null ? 0 : state.length();
      // Running means and variances have no state.
      assertThat(size.updaterState()).isBetween(held, held + held / 50 + 10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "lenet-224"})
  void countsMapsThatOneLayerPoolsAsWhereALayerOfItsOwnDoes(String name) {
    assertThat(activations(name, LayerKit.NATIVE)).isEqualTo(activations(name, LayerKit.STOCK));
  }

  private static long activations(String name, LayerKit layers) {
    ImageShape shape = ModelCatalog.get(name).designShape();
    return NetworkSize.of(
            ModelCatalog.get(name).configure(shape, new Hyperparameters(10, 1, new Sgd(), layers)),
            shape)
        .activations();
  }
}
