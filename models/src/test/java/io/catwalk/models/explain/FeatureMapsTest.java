package io.catwalk.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.zoo.DescribedNetwork;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class FeatureMapsTest {

  @Test
  void areWhatTheLayerComputes() {
    ImageShape shape = new ImageShape(2, 3, 1);
    MultiLayerNetwork network =
        network(
            DescribedNetwork.own("mine", shape, List.of(ConvBlock.of(2, 1), DenseBlock.relu(4))),
            shape);
    network.getLayer(0).getParam("W").assign(Nd4j.createFromArray(2f, -1f).reshape(2, 1, 1, 1));
    network.getLayer(0).getParam("b").assign(Nd4j.createFromArray(1f, 0f));
    INDArray image = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f).reshape(1, 1, 2, 3);

    assertThat(FeatureMaps.of(network, image, 0))
        .isDeepEqualTo(new float[][][] {{{3, 5, 7}, {9, 11, 13}}, {{-1, -2, -3}, {-4, -5, -6}}});
    assertThat(FeatureMaps.telling(network, image)).isZero();
    assertThatThrownBy(() -> FeatureMaps.of(network, image, 1))
        .hasMessage("expected a layer of feature maps, found 4 values");
    assertThatThrownBy(() -> FeatureMaps.of(network, Nd4j.zeros(2, 1, 2, 3), 0))
        .hasMessageStartingWith("expected one image");
  }

  /** Every network can be explained, with a mean over each map or a pixel a map at its end too. */
  @ParameterizedTest
  @CsvSource({
    "fashion-dnn, -1",
    "lenet5, 3",
    "lenet5-classic, 3",
    "fashion-cnn, 7",
    "vgg-explain, 50",
    "catwalk-small, 17",
    "catwalk-resnet, 8"
  })
  void everyNetworkShowsItsLastMaps(String name, int last) {
    ModelDefinition definition = ModelCatalog.get(name);
    ImageShape shape = definition.designShape();
    MultiLayerNetwork network = network(definition, shape);
    INDArray image = Nd4j.rand(1, shape.channels(), shape.height(), shape.width());

    Explanation explanation = Explanation.of(network, image, new int[] {1}).get(0);

    assertThat(explanation.saliency()).hasDimensions(shape.height(), shape.width());
    if (last < 0) {
      assertThat(explanation.gradCam()).isNull();
    } else {
      assertThat(explanation.gradCam())
          .hasDimensions(
              FeatureMaps.of(network, image, last)[0].length,
              FeatureMaps.of(network, image, last)[0][0].length);
    }
  }

  /** Maps of some pixels, most of which hold something, not the few last ones. */
  @ParameterizedTest
  @CsvSource({"fashion-dnn, -1", "lenet5, 2", "fashion-cnn, 6", "catwalk-small, 13"})
  void theLayerThatTellsSomethingHasMapsToSee(String name, int layer) {
    ModelDefinition definition = ModelCatalog.get(name);
    ImageShape shape = definition.designShape();
    MultiLayerNetwork network = network(definition, shape);
    INDArray image = Nd4j.rand(1, shape.channels(), shape.height(), shape.width());

    assertThat(FeatureMaps.telling(network, image)).isEqualTo(layer);
  }

  @Test
  void aLayerOfEmptyMapsIsPassedOver() {
    ImageShape shape = new ImageShape(12, 12, 1);
    MultiLayerNetwork network =
        network(
            DescribedNetwork.own(
                "mine", shape, List.of(ConvBlock.of(4, 3), ConvBlock.of(4, 3), DenseBlock.relu(4))),
            shape);
    INDArray image = Nd4j.rand(1, 1, 12, 12);
    assertThat(FeatureMaps.telling(network, image)).isEqualTo(1);

    network.getLayer(1).getParam("W").assign(0);

    assertThat(FeatureMaps.telling(network, image)).isZero();
  }

  private static MultiLayerNetwork network(ModelDefinition definition, ImageShape shape) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(definition.configure(shape, new Hyperparameters(3, 1, new Sgd(0.1))));
    network.init();
    return network;
  }
}
