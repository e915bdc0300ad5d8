package io.catwalk.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.layers.Convolution;
import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Gradients against finite differences, in double precision. */
class ExplanationTest {

  private static final double STEP = 1e-5;
  private static final int[] CLASSES = {2, 0, 1};

  @BeforeAll
  static void doublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @Test
  void theGradientAtTheInputIsThatOfTheScore() {
    checkGradientAtTheInput(network());
  }

  /** With dropout within a block, which counts when it is trained alone. */
  @Test
  void theGradientGoesThroughResidualBlocks() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(
                    Layers.residual(
                        List.of(
                            Layers.convolution(Convolution.of(3, 3).withPadding(1)),
                            Layers.activation(Activation.SOFTPLUS),
                            Layers.dropout(0.5),
                            Layers.convolution(Convolution.of(2, 3).withPadding(1))),
                        List.of(),
                        Activation.SOFTPLUS))
                .layer(Layers.globalAveragePool())
                .layer(output())
                .setInputType(InputType.convolutional(12, 12, 2))
                .build());
    network.init();
    checkGradientAtTheInput(network);
  }

  private static void checkGradientAtTheInput(MultiLayerNetwork network) {
    INDArray images = images();

    INDArray gradient = ScoreGradients.of(network, images, CLASSES).atInput();

    assertThat(gradient.shape()).isEqualTo(images.shape());
    for (int at = 0; at < images.length(); at += 7) {
      int image = (int) (at / (images.length() / 3));
      INDArray more = images.dup();
      more.putScalar(at, images.getDouble(at) + STEP);
      INDArray less = images.dup();
      less.putScalar(at, images.getDouble(at) - STEP);
      double expected = (score(network, more, image) - score(network, less, image)) / (2 * STEP);
      assertThat(gradient.getDouble(at)).as("pixel %d", at).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void theGradientAtTheLastMapsIsThatOfTheScore() {
    MultiLayerNetwork network = network();
    int last = 3;
    ScoreGradients gradients = ScoreGradients.of(network, images(), CLASSES);
    INDArray maps = gradients.activations().get(last);

    assertThat(maps.shape()).isEqualTo(new long[] {3, 4, 3, 3});
    for (int at = 0; at < maps.length(); at += 5) {
      int image = (int) (at / (maps.length() / 3));
      INDArray more = maps.dup();
      more.putScalar(at, maps.getDouble(at) + STEP);
      INDArray less = maps.dup();
      less.putScalar(at, maps.getDouble(at) - STEP);
      double expected =
          (scoreFrom(network, last + 1, more, image) - scoreFrom(network, last + 1, less, image))
              / (2 * STEP);
      assertThat(gradients.gradients().get(last).getDouble(at)).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void gradCamWeighsEachMapByItsMeanGradient() {
    INDArray maps = Nd4j.create(new double[] {1, 2, 3, 4, 4, 3, 2, 1}, new long[] {1, 2, 2, 2});
    INDArray gradients =
        Nd4j.create(new double[] {1, 1, 1, 1, 0, -2, 0, -2}, new long[] {1, 2, 2, 2});

    // 1 × the first map - 1 × the second: -3 -1 1 3.
    assertThat(Explanation.gradCam(maps, gradients, 0))
        .isDeepEqualTo(new float[][] {{0, 0}, {1 / 3f, 1}});
  }

  @Test
  void mapsLieBetween0And1AndParametersStay() {
    MultiLayerNetwork network = network();
    INDArray before = network.params().dup();

    List<Explanation> explanations = Explanation.of(network, images(), CLASSES);

    assertThat(network.params()).isEqualTo(before);
    assertThat(explanations).hasSize(3);
    for (Explanation explanation : explanations) {
      assertThat(explanation.gradCam()).hasDimensions(3, 3);
      assertThat(explanation.saliency()).hasDimensions(12, 12);
      float most = 0;
      for (float[] row : explanation.saliency()) {
        for (float value : row) {
          assertThat(value).isBetween(0f, 1f);
          most = Math.max(most, value);
        }
      }
      assertThat(most).isEqualTo(1);
    }
  }

  @Test
  void aNetworkWithoutMapsHasASaliencyAlone() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(output())
                .setInputType(InputType.convolutional(12, 12, 2))
                .build());
    network.init();

    Explanation explanation = Explanation.of(network, images(), CLASSES).get(0);

    assertThat(explanation.gradCam()).isNull();
    assertThat(explanation.saliency()).hasDimensions(12, 12);
  }

  @Test
  void asManyClassesAsImagesAreExpected() {
    assertThatThrownBy(() -> Explanation.of(network(), images(), new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as many classes");
  }

  /** z of the output layer: the inputs of that layer times the weights of the class. */
  private static double score(MultiLayerNetwork network, INDArray images, int image) {
    return scoreFrom(network, 0, images, image);
  }

  private static double scoreFrom(
      MultiLayerNetwork network, int layer, INDArray values, int image) {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    INDArray hidden = values;
    for (int i = layer; i < network.getnLayers() - 1; i++) {
      InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(i);
      hidden = before == null ? hidden : before.preProcess(hidden, 3, workspaces);
      network.getLayer(i).setInput(hidden, workspaces);
      hidden = network.getLayer(i).activate(false, workspaces);
    }
    INDArray weights = network.getOutputLayer().getParam("W").getColumn(CLASSES[image]);
    return hidden.getRow(image).mul(weights).sumNumber().doubleValue();
  }

  private static INDArray images() {
    Nd4j.getRandom().setSeed(7);
    return Nd4j.randn(DataType.DOUBLE, 3, 2, 12, 12);
  }

  /** Softplus and dropout: differentiable everywhere, and nothing random where it predicts. */
  private static MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(3).dataType(DataType.DOUBLE).list();
    layers
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(3).activation(Activation.SOFTPLUS).build())
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.SOFTPLUS).build())
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.SOFTPLUS).build())
        .layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build());
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            layers
                .layer(
                    new DenseLayer.Builder()
                        .nOut(6)
                        .dropOut(0.5)
                        .activation(Activation.SOFTPLUS)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(12, 12, 2))
                .build());
    network.init();
    return network;
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
