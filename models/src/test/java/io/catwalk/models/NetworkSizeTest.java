package io.catwalk.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Told without a network what a network has. */
class NetworkSizeTest {

  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "catwalk-small", "fashion-cnn", "catwalk-resnet"})
  void countsWhatANetworkOfItHolds(String name) {
    ImageShape shape = ModelCatalog.get(name).designShape();
    for (IUpdater updater : List.of(new Adam(), new Nesterovs(), new Sgd())) {
      MultiLayerConfiguration configuration =
          ModelCatalog.get(name).configure(shape, new Hyperparameters(7, 1, updater));
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
}
