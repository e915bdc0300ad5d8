package io.catwalk.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.LayerNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GraphConvolutionTest {

  /** Two cliques of four, joined by one edge. */
  private static final Graph CLIQUES =
      Graph.parse(8, 0, "0 1,0 2,0 3,1 2,1 3,2 3, 4 5,4 6,4 7,5 6,5 7,6 7, 3 4");

  @BeforeAll
  static void doublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static MultiLayerConfiguration configuration(int features, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(updater)
        .list()
        .layer(GraphConvolution.of(CLIQUES, 5, Activation.TANH))
        .layer(GraphConvolution.of(CLIQUES, 2, Activation.IDENTITY))
        .layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.feedForward(features))
        .build();
  }

  private static MultiLayerNetwork network(int features, IUpdater updater) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(features, updater));
    network.init();
    return network;
  }

  /** The first node is of class 0, the last of class 1, of the others nobody says. */
  private static DataSet twoLabels() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 8, 2);
    labels.putScalar(0, 0, 1);
    labels.putScalar(7, 1, 1);
    INDArray known = Nd4j.zeros(DataType.DOUBLE, 8, 1);
    known.putScalar(0, 0, 1);
    known.putScalar(7, 0, 1);
    return new DataSet(Nd4j.eye(8).castTo(DataType.DOUBLE), labels, null, known);
  }

  private static DataSet everyLabel() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 8, 2);
    for (int node = 0; node < 8; node++) {
      labels.putScalar(node, node / 4, 1);
    }
    return new DataSet(Nd4j.eye(8).castTo(DataType.DOUBLE), labels);
  }

  @Test
  void computesWhatItsFormulaSays() {
    MultiLayerNetwork network = network(3, new NoOp());
    INDArray nodes = Nd4j.rand(DataType.DOUBLE, 8, 3);
    network.getLayer(0).getParam("b").assign(0.25);
    double[][] weights = network.getLayer(0).getParam("W").toDoubleMatrix();
    double[][] adjacency = CLIQUES.normalisedAdjacency();

    double[][] hidden = network.feedForwardToLayer(0, nodes).get(1).toDoubleMatrix();

    for (int node = 0; node < 8; node++) {
      for (int out = 0; out < 5; out++) {
        double sum = 0.25;
        for (int from = 0; from < 8; from++) {
          for (int in = 0; in < 3; in++) {
            sum += adjacency[node][from] * nodes.getDouble(from, in) * weights[in][out];
          }
        }
        assertThat(hidden[node][out]).isCloseTo(Math.tanh(sum), within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsAreRight(boolean masked) {
    MultiLayerNetwork network = network(8, new NoOp());
    network.setParams(Nd4j.rand(DataType.DOUBLE, 1, network.numParams()).subi(0.5));
    DataSet data = masked ? twoLabels() : everyLabel();

    boolean right =
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(Nd4j.rand(DataType.DOUBLE, 8, 8))
                .labels(data.getLabels())
                .labelMask(data.getLabelsMaskArray())
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-8)
                .print(GradientCheckUtil.PrintMode.FAILURES_ONLY));

    assertThat(right).isTrue();
  }

  @Test
  void twoLabelsAreEnoughForTwoCliques() {
    MultiLayerNetwork network = network(8, new Adam(0.05));
    DataSet data = twoLabels();
    for (int step = 0; step < 60; step++) {
      network.fit(data);
    }

    int[] classes = network.predict(data.getFeatures());

    assertThat(classes).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
  }

  @Test
  void jsonGivesTheSameConfiguration() {
    MultiLayerConfiguration configuration = configuration(8, new Adam());

    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());

    assertThat(read).isEqualTo(configuration);
    GraphConvolution layer = (GraphConvolution) read.getConf(0).getLayer();
    assertThat(layer.getAdjacency()).isDeepEqualTo(CLIQUES.normalisedAdjacency());
    layer.getAdjacency()[0][1] = 0.5;
    assertThat(read).isNotEqualTo(configuration);
  }

  @Test
  void aStoredNetworkGoesOnTrainingBitForBit() throws IOException {
    MultiLayerNetwork network = network(8, new Adam(0.05));
    network.fit(twoLabels());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork read =
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(file.toByteArray()), true);

    network.fit(twoLabels());
    read.fit(twoLabels());

    assertThat(read.params()).isEqualTo(network.params());
  }

  @Test
  void onePartOfTheGraphIsRefused() {
    MultiLayerNetwork network = network(8, new NoOp());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.output(Nd4j.eye(8).castTo(DataType.DOUBLE).getRows(0, 1, 2)))
        .withMessage("layer 0: expected the whole graph, [8, 8], found [3, 8]");
  }

  @Test
  void layersHaveNamesOfTheirOwn() {
    assertThat(LayerNames.of(configuration(8, new NoOp())).all())
        .startsWith("graph-conv1", "graph-conv2");
  }
}
