package io.catwalk.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.layers.Convolution;
import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

class DescribedNetworkTest {

  /** A described network is the one that its layers, put together by hand, are. */
  @Test
  void blocksBecomeTheLayersThatTheyDescribe() {
    Hyperparameters settings = new Hyperparameters(10, 42, new Adam(0.001));

    assertThat(json("lenet5", settings))
        .isEqualTo(
            new LayerStack(settings, WeightInit.RELU)
                .add(Layers.convolution(Convolution.of(6, 5).withActivation(Activation.RELU)))
                .add(Layers.maxPool(2, 2))
                .add(Layers.convolution(Convolution.of(16, 5).withActivation(Activation.RELU)))
                .add(Layers.maxPool(2, 2))
                .add(Layers.dense(120, Activation.RELU))
                .add(Layers.dense(84, Activation.RELU))
                .add(Layers.output(10))
                .build(new ImageShape(32, 32, 1))
                .toJson());
    Convolution tanh = Convolution.of(6, 5).withActivation(Activation.RATIONALTANH);
    assertThat(json("lenet5-classic", settings))
        .isEqualTo(
            new LayerStack(settings, WeightInit.XAVIER)
                .add(Layers.convolution(tanh))
                .add(Layers.averagePool(2, 2))
                .add(Layers.convolution(Convolution.of(16, 5).withActivation(tanh.activation())))
                .add(Layers.averagePool(2, 2))
                .add(Layers.convolution(Convolution.of(120, 5).withActivation(tanh.activation())))
                .add(Layers.dense(84, Activation.RATIONALTANH))
                .add(Layers.output(10))
                .build(new ImageShape(32, 32, 1))
                .toJson());
    assertThat(json("fashion-cnn", settings))
        .isEqualTo(
            new LayerStack(settings, WeightInit.XAVIER)
                .add(Layers.convolution(Convolution.of(32, 3).withPadding(1)))
                .add(Layers.batchNorm())
                .add(Layers.activation(Activation.RELU))
                .add(Layers.maxPool(2, 2))
                .add(Layers.convolution(Convolution.of(64, 3)))
                .add(Layers.batchNorm())
                .add(Layers.activation(Activation.RELU))
                .add(Layers.maxPool(2, 2))
                .add(Layers.dense(600, Activation.IDENTITY))
                .add(Layers.dropout(0.25))
                .add(Layers.dense(120, Activation.IDENTITY))
                .add(Layers.output(10))
                .build(new ImageShape(28, 28, 1))
                .toJson());
  }

  private static String json(String name, Hyperparameters settings) {
    ModelDefinition definition = ModelCatalog.get(name);
    return definition.configure(definition.designShape(), settings).toJson();
  }

  @Test
  void anImageThatLeavesNothingIsToldTheSmallest() {
    assertThatThrownBy(() -> configure("vgg-explain", new ImageShape(31, 64, 3)))
        .hasMessage("vgg-explain expected an image of at least 32×32, found 31×64");
    assertThatThrownBy(() -> configure("fashion-cnn", new ImageShape(28, 7, 1)))
        .hasMessage("fashion-cnn expected an image of at least 8×8, found 28×7");
  }

  @Test
  void aNetworkThatFitsNoImageOfItsShapeNamesTheLayer() {
    ImageShape shape = new ImageShape(16, 16, 1);
    DescribedNetwork own =
        DescribedNetwork.own(
            "mine", shape, List.of(ConvBlock.of(4, 3), PoolBlock.max(2), ConvBlock.of(4, 9)));

    assertThatThrownBy(() -> own.configure(shape, Hyperparameters.forInspection(2)))
        .hasMessage(
            "layer 2 (conv) does not fit: its 9×9 kernel does not fit into the 4@7×7 that come in");
  }

  private static void configure(String name, ImageShape shape) {
    ModelCatalog.get(name).configure(shape, Hyperparameters.forInspection(10));
  }
}
