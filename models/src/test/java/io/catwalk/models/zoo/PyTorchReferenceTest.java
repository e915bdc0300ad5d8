package io.catwalk.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * The same weights and images give what PyTorch gives; {@code pytorch/reference.py} made the
 * figures.
 */
class PyTorchReferenceTest {

  private static final int N = 4;
  private static final int CLASSES = 10;
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "fashion-cnn"})
  void agreesWithPyTorch(String name) throws IOException {
    JsonNode reference = reference(name);
    ModelDefinition definition = ModelCatalog.get(name);
    MultiLayerNetwork network = network(definition);
    fillParameters(network);
    ImageShape shape = definition.designShape();

    INDArray images = fill(new long[] {N, 1, shape.height(), shape.width()}, 99, 1);
    network.setInput(images);
    network.setLabels(labels());
    network.computeGradientAndScore();

    assertThat(network.score()).isCloseTo(reference.get("loss").asDouble(), within(TOLERANCE));
    INDArray output = network.output(images, true);
    compareAll(output.dup('c').data().asDouble(), reference.get("probabilities"));
    int gradient = 0;
    for (Layer layer : network.getLayers()) {
      for (String parameter : trained(layer)) {
        INDArray found = network.gradient().getGradientFor(layer.getIndex() + "_" + parameter);
        compare(asPyTorch(layer, parameter, found), reference.get("gradients").get(gradient++));
      }
    }
    assertThat(gradient).isEqualTo(reference.get("gradients").size());
  }

  private static MultiLayerNetwork network(ModelDefinition definition) {
    MultiLayerConfiguration configuration =
        definition.configure(
            definition.designShape(), new Hyperparameters(CLASSES, 1, new Sgd(0.1)));
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      if (layer.getLayer() instanceof DropoutLayer dropout) {
        // Random, so the reference has none.
        dropout.setIDropout(null);
      }
    }
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static void fillParameters(MultiLayerNetwork network) {
    int number = 1;
    for (Layer layer : network.getLayers()) {
      for (String parameter : trained(layer)) {
        INDArray target = layer.getParam(parameter);
        long[] shape = pyTorchShape(layer, parameter, target);
        INDArray values = fill(shape, number++, scale(shape));
        if (parameter.equals("gamma")) {
          values.addi(1);
        }
        target.assign(
            isDense(layer, parameter) ? values.transpose() : values.reshape(target.shape()));
      }
    }
  }

  /** Weight before bias, as PyTorch lists them. */
  private static List<String> trained(Layer layer) {
    if (layer.conf().getLayer() instanceof BatchNormalization) {
      return List.of("gamma", "beta");
    }
    return layer.numParams() == 0 ? List.of() : List.of("W", "b");
  }

  private static boolean isDense(Layer layer, String parameter) {
    return parameter.equals("W") && layer.getParam(parameter).rank() == 2;
  }

  /** A dense layer's weights are [in, out] here and [out, in] there. */
  private static long[] pyTorchShape(Layer layer, String parameter, INDArray values) {
    if (isDense(layer, parameter)) {
      return new long[] {values.size(1), values.size(0)};
    }
    return values.rank() == 4 ? values.shape() : new long[] {values.length()};
  }

  private static double scale(long[] shape) {
    long inputs = 1;
    for (int i = 1; i < shape.length; i++) {
      inputs *= shape[i];
    }
    return shape.length == 1 ? 0.1 : 1 / Math.sqrt(inputs);
  }

  private static INDArray fill(long[] shape, int number, double scale) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * Math.sin(0.7 * i + number) * Math.cos(0.3 * i * number + 1));
    }
    return Nd4j.create(values, shape, 'c');
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(N, CLASSES);
    for (int i = 0; i < N; i++) {
      labels.putScalar(i, i * 3 % CLASSES, 1);
    }
    return labels;
  }

  /** In PyTorch's order, and the mean over the minibatch as there, where DL4J has the sum. */
  private static double[] asPyTorch(Layer layer, String parameter, INDArray gradient) {
    INDArray turned = isDense(layer, parameter) ? gradient.transpose() : gradient;
    return turned.div(N).dup('c').data().asDouble();
  }

  private static void compare(double[] found, JsonNode expected) {
    assertThat(found).hasSize(expected.get("size").asInt());
    double sum = 0;
    double magnitude = 0;
    for (double value : found) {
      sum += value;
      magnitude += Math.abs(value);
    }
    String name = expected.get("name").asText();
    double whole = expected.get("magnitude").asDouble();
    assertThat(sum)
        .as(name)
        .isCloseTo(expected.get("sum").asDouble(), within(TOLERANCE * (1 + whole)));
    assertThat(magnitude).as(name).isCloseTo(whole, within(TOLERANCE * (1 + whole)));
    int step = expected.get("step").asInt();
    for (int i = 0; i < expected.get("samples").size(); i++) {
      assertThat(found[i * step])
          .as("%s[%d]", name, i * step)
          .isCloseTo(expected.get("samples").get(i).asDouble(), within(TOLERANCE));
    }
  }

  private static void compareAll(double[] found, JsonNode expected) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected.get(i).asDouble(), within(TOLERANCE));
    }
  }

  private static JsonNode reference(String model) throws IOException {
    try (InputStream in =
        PyTorchReferenceTest.class.getResourceAsStream("/pytorch/reference.json")) {
      return new ObjectMapper().readTree(in).get(model);
    }
  }
}
