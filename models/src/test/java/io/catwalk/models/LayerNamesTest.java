package io.catwalk.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class LayerNamesTest {

  @Test
  void everyLayerHasTheNameOfItsKindAndItsNumber() {
    assertThat(names("lenet5").all())
        .containsExactly("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "output");
  }

  @Test
  void aLayerIsFoundByItsName() {
    LayerNames names = names("fashion-cnn");

    assertThat(names.of(1)).isEqualTo("norm1");
    assertThat(names.index("norm1")).hasValue(1);
    assertThat(names.index("activation1")).hasValue(2);
    assertThat(names.index("pool1")).hasValue(3);
    assertThat(names.index("dropout1")).hasValue(9);
    assertThat(names.index("conv3")).isEmpty();
  }

  @Test
  void aBlockIsOneLayer() {
    assertThat(names("catwalk-resnet").all())
        .startsWith("conv1", "norm1", "activation1", "residual1", "residual2")
        .endsWith("residual6", "global-pool1", "dropout1", "output");
  }

  private static LayerNames names(String model) {
    ModelDefinition definition = ModelCatalog.get(model);
    return LayerNames.of(
        definition.configure(definition.designShape(), new Hyperparameters(10, 1, new Sgd(0.1))));
  }
}
