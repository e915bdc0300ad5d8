package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class ResidualTest {

  private static final InputType IMAGE = InputType.convolutional(9, 11, 3);

  private static List<Layer> main() {
    return List.of(
        Layers.convolution(Convolution.of(5, 3).withPadding(1).withStride(2).withoutBias()),
        Layers.batchNorm(),
        Layers.activation(Activation.RELU),
        Layers.convolution(Convolution.of(5, 3).withPadding(1)));
  }

  private static List<Layer> side() {
    return List.of(
        Layers.convolution(Convolution.of(5, 1).withStride(2).withoutBias()), Layers.batchNorm());
  }

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Adam(1e-2))
        .weightInit(WeightInit.RELU);
  }

  private static MultiLayerConfiguration configuration() {
    return settings()
        .list()
        .layer(Layers.residual(main(), side(), Activation.RELU))
        .layer(
            Layers.residual(
                List.of(Layers.convolution(Convolution.of(5, 3).withPadding(1))),
                List.of(),
                Activation.TANH))
        .layer(Layers.globalAveragePool())
        .layer(Layers.output(4))
        .setInputType(IMAGE)
        .build();
  }

  /** The same as a graph of Deeplearning4j's own vertices. */
  private static ComputationGraph graph() {
    ComputationGraphConfiguration.GraphBuilder graph =
        settings().graphBuilder().addInputs("image").setInputTypes(IMAGE);
    String main = path(graph, "0.", main(), "image");
    String side = path(graph, "0.shortcut", side(), "image");
    graph.addVertex("0.sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), main, side);
    graph.addLayer("0", Layers.activation(Activation.RELU), "0.sum");
    graph.addLayer("1.0", Layers.convolution(Convolution.of(5, 3).withPadding(1)), "0");
    graph.addVertex("1.sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "1.0", "0");
    graph.addLayer("1", Layers.activation(Activation.TANH), "1.sum");
    graph.addLayer("2", Layers.globalAveragePool(), "1");
    graph.addLayer("3", Layers.output(4), "2").setOutputs("3");
    ComputationGraph made = new ComputationGraph(graph.build());
    made.init();
    return made;
  }

  private static String path(
      ComputationGraphConfiguration.GraphBuilder graph,
      String prefix,
      List<Layer> layers,
      String from) {
    String last = from;
    for (int i = 0; i < layers.size(); i++) {
      graph.addLayer(prefix + i, layers.get(i), last);
      last = prefix + i;
    }
    return last;
  }

  /** {@code 0_shortcut1.gamma} of the network is the parameter gamma of {@code 0.shortcut1}. */
  private static INDArray ofGraph(ComputationGraph graph, String name) {
    String joined = name.replace('_', '.');
    int end = joined.lastIndexOf('.');
    return graph.getLayer(joined.substring(0, end)).getParam(joined.substring(end + 1));
  }

  @Test
  void trainsAsAGraphOfDeeplearning4jsVerticesDoes() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init();
    ComputationGraph graph = graph();
    assertThat(network.numParams()).isEqualTo(graph.numParams());
    network.paramTable().forEach((name, values) -> ofGraph(graph, name).assign(values));
    Random random = new Random(5);

    for (int step = 0; step < 5; step++) {
      DataSet minibatch = new DataSet(images(random, 6), labels(6));
      network.fit(minibatch);
      graph.fit(minibatch);
    }

    for (Map.Entry<String, INDArray> one : network.paramTable().entrySet()) {
      assertThat(ofGraph(graph, one.getKey()).distance2(one.getValue()))
          .as(one.getKey())
          .isLessThan(1e-5 * (1 + one.getValue().norm2Number().doubleValue()));
    }
    INDArray images = images(random, 3);
    assertThat(network.output(images).distance2(graph.outputSingle(images))).isLessThan(1e-6);
  }

  @Test
  void aConfigurationComesBackFromItsJson() {
    MultiLayerConfiguration written = configuration();
    MultiLayerNetwork network = new MultiLayerNetwork(written);
    network.init();

    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(written.toJson());

    assertThat(read).isEqualTo(written);
    assertThat(read.toJson()).isEqualTo(written.toJson());
    MultiLayerNetwork again = new MultiLayerNetwork(read);
    again.init(network.params().dup(), false);
    INDArray images = images(new Random(2), 4);
    assertThat(again.output(images)).isEqualTo(network.output(images));
    Residual block = (Residual) read.getConf(0).getLayer();
    assertThat(block.clone()).isEqualTo(block).isNotSameAs(block);
    assertThat(block).isNotEqualTo(read.getConf(1).getLayer());
  }

  @Test
  void whatABlockIsMadeOfHasItsUpdater() {
    Residual block = (Residual) configuration().getConf(0).getLayer();
    assertThat(block.getUpdaterByParam("3.W")).isEqualTo(new Adam(1e-2));

    Residual other = block.clone();
    other.setIUpdater(new Sgd(0.3));

    assertThat(other.getUpdaterByParam("shortcut0.W")).isEqualTo(new Sgd(0.3));
    assertThat(other.getUpdaterByParam("1.gamma")).isEqualTo(new Sgd(0.3));
    assertThat(block.getUpdaterByParam("shortcut0.W")).isEqualTo(new Adam(1e-2));
    assertThat(other.initializer().paramKeys(other))
        .containsExactly(
            "0.W",
            "1.gamma",
            "1.beta",
            "1.mean",
            "1.log10stdev",
            "3.W",
            "3.b",
            "shortcut0.W",
            "shortcut1.gamma",
            "shortcut1.beta",
            "shortcut1.mean",
            "shortcut1.log10stdev");
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    Layer strided = Layers.residual(main(), List.of(), Activation.RELU);
    strided.setNIn(IMAGE, true);
    assertThatThrownBy(() -> strided.getOutputType(4, IMAGE))
        .hasMessageStartingWith("layer 4: the layers of the residual block leave InputType")
        .hasMessageContaining("its shortcut InputType");
    Layer flat = Layers.residual(List.of(Layers.globalAveragePool()), List.of(), Activation.RELU);
    assertThatThrownBy(() -> flat.getOutputType(2, IMAGE))
        .hasMessage(
            "layer 2: expected layers that make maps of maps in a residual block, found GlobalPoolingLayer");
    assertThatThrownBy(() -> Layers.residual(List.of(flat), List.of(), Activation.RELU))
        .hasMessage("expected no residual block within a residual block");
  }

  private static INDArray images(Random random, int n) {
    INDArray images = Nd4j.zeros(n, 3, 9, 11);
    for (long i = 0; i < images.length(); i++) {
      images.data().put(i, random.nextFloat());
    }
    return images;
  }

  private static INDArray labels(int n) {
    INDArray labels = Nd4j.zeros(n, 4);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % 4, 1);
    }
    return labels;
  }
}
