package io.catwalk.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.layers.LayerKit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class LayerNamesTest {

  @Test
  void nativeAndStockLayersHaveTheSameNames() {
    List<String> expected =
        List.of("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "output");

    assertThat(names("lenet5", LayerKit.NATIVE).all()).isEqualTo(expected);
    assertThat(names("lenet5", LayerKit.STOCK).all()).isEqualTo(expected);
    assertThat(names("fashion-cnn", LayerKit.STOCK).all())
        .containsSubsequence(names("fashion-cnn", LayerKit.NATIVE).all());
  }

  @Test
  void aLayerThatPoolsIsFoundByBothNames() {
    LayerNames names = names("fashion-cnn", LayerKit.NATIVE);

    assertThat(names.of(1)).containsExactly("norm1", "pool1");
    assertThat(names.index("norm1")).hasValue(1);
    assertThat(names.index("pool1")).hasValue(1);
    assertThat(names.index("dropout1")).hasValue(5);
    assertThat(names.index("conv3")).isEmpty();
  }

  private static LayerNames names(String model, LayerKit kit) {
    ModelDefinition definition = ModelCatalog.get(model);
    return LayerNames.of(
        definition.configure(
            definition.designShape(), new Hyperparameters(10, 1, new Sgd(0.1), kit)));
  }
}
