package io.catwalk.models.onnx;

import static io.catwalk.models.onnx.Nodes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerNames;
import io.catwalk.models.engine.EngineNetwork;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Imported networks beside ONNX Runtime, which runs the file that they come from. */
class OnnxReaderTest {

  private static final int IMAGES = 32;

  static Stream<Arguments> graphs() {
    return Stream.of(
        Arguments.of("LeNet", lenet()),
        Arguments.of(
            "normalised",
            TorchGraph.of(3, 16, 12)
                .conv(3, 8, 3, 1, 1)
                .norm(8)
                .node("Relu")
                .maxPool(3, 2, 1)
                .conv(8, 6, 3, 2, 0)
                .node("LeakyRelu", attribute("alpha", 0.01f))
                .norm(6)
                .node("GlobalAveragePool")
                .flatten()
                .gemm(6, 5)
                .norm(5)
                .node("Tanh")
                .gemm(5, 4)
                .node("Softmax", attribute("axis", 1))),
        Arguments.of(
            "averages",
            TorchGraph.of(3, 9, 11)
                .conv(3, 4, 3, 1, 2)
                .node("Sigmoid")
                .averagePool(2, 2, 0, 1)
                .node("Elu", attribute("alpha", 1f))
                .averagePool(3, 1, 1, 0)
                .node("Relu")
                .flatten()
                .gemm(4 * 5 * 6, 4)
                .node("LogSoftmax", attribute("axis", -1))),
        Arguments.of("oblong", oblong()),
        Arguments.of("products", products()),
        Arguments.of("views", views()),
        Arguments.of("means", means()),
        Arguments.of("edges", edges()),
        Arguments.of("uneven averages", unevenAverages()),
        Arguments.of("squeezed", squeezed()));
  }

  private static TorchGraph lenet() {
    return TorchGraph.of(1, 28, 28)
        .conv(1, 6, 5, 1, 2)
        .node("Relu")
        .maxPool(2, 2, 0)
        .conv(6, 16, 5, 1, 0)
        .node("Relu")
        .maxPool(2, 2, 0)
        .flatten()
        .gemm(400, 120)
        .node("Relu")
        .node("Dropout", attribute("ratio", 0.5f))
        .opset(11)
        .gemm(120, 4);
  }

  /** Kernel, stride, padding and dilation are other down than across; there is no bias. */
  private static TorchGraph oblong() {
    TorchGraph graph = TorchGraph.of(1, 13, 17);
    return graph
        .node(
            "Conv",
            List.of(graph.weights(5, 1, 3, 2)),
            attribute("dilations", List.of(2, 1)),
            attribute("pads", List.of(1, 0, 1, 0)),
            attribute("strides", List.of(1, 2)))
        .node(
            "MaxPool",
            attribute("kernel_shape", List.of(1, 2)),
            attribute("strides", List.of(1, 2)))
        .flatten()
        .gemm(5 * 11 * 4, 4);
  }

  private static TorchGraph products() {
    TorchGraph graph = TorchGraph.of(1, 6, 5).flatten();
    graph.node("MatMul", List.of(graph.weights(30, 7)));
    graph.free("Add", List.of(graph.weights(7), graph.last())).node("Relu");
    graph.node("Reshape", List.of(graph.integers(-1, 7)), attribute("allowzero", 0));
    return graph.node("MatMul", List.of(graph.weights(7, 4)));
  }

  /** {@code x.view(x.size(0), -1)} of a batch of any size. */
  private static TorchGraph views() {
    TorchGraph graph = TorchGraph.of(1, 8, 8).conv(1, 3, 3, 1, 0).node("Relu");
    String maps = graph.last();
    graph.node("Shape").node("Gather", List.of(graph.integers(0)), attribute("axis", 0));
    graph.free("Concat", List.of(graph.last(), graph.integers(-1)), attribute("axis", 0));
    return graph
        .free("Reshape", List.of(maps, graph.last()), attribute("allowzero", 0))
        .gemm(3 * 36, 4);
  }

  private static TorchGraph means() {
    return TorchGraph.of(3, 8, 8)
        .conv(3, 5, 3, 1, 0)
        .node("ReduceMean", attribute("axes", List.of(-1, 2)), attribute("keepdims", 0))
        .node("Identity")
        .gemm(5, 4)
        .node("Softmax", attribute("axis", -1));
  }

  /** Windows that reach over one edge, where Deeplearning4j can do the same. */
  private static TorchGraph edges() {
    TorchGraph graph = TorchGraph.of(3, 20, 24);
    return graph
        .node(
            "Conv",
            List.of(graph.weights(4, 3, 2, 2), graph.weights(4)),
            attribute("pads", List.of(0, 0, 1, 1)))
        .node("Relu")
        // Of 20 rows 10, of 24 columns 12: rounded up.
        .maxPool(3, 2, 0, 1)
        .node(
            "Conv",
            List.of(graph.weights(5, 4, 3, 3)),
            TorchGraph.word("auto_pad", "SAME_UPPER"),
            attribute("strides", List.of(2, 2)))
        // Of 5 rows 3 (rounded up), of 6 columns 3.
        .maxPool(2, 2, 0, 1)
        // Rounding up changes nothing.
        .maxPool(3, 1, 1, 1)
        .flatten()
        .gemm(5 * 3 * 3, 4);
  }

  private static TorchGraph unevenAverages() {
    return TorchGraph.of(1, 9, 15)
        .conv(1, 3, 3, 1, 1)
        .node("Tanh")
        .node(
            "AveragePool",
            attribute("ceil_mode", 1),
            attribute("count_include_pad", 0),
            attribute("kernel_shape", List.of(2, 2)),
            attribute("strides", List.of(2, 2)))
        .flatten()
        .gemm(3 * 5 * 8, 4);
  }

  private static TorchGraph squeezed() {
    TorchGraph graph = TorchGraph.of(3, 9, 7).conv(3, 6, 3, 1, 1);
    graph.node("Relu").node("GlobalMaxPool");
    return graph.node("Squeeze", List.of(graph.integers(2, 3))).gemm(6, 4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void answersAsOnnxRuntimeDoes(String name, TorchGraph graph) throws OrtException {
    byte[] file = graph.bytes(4);

    ImportedNetwork imported = OnnxReader.read(file);

    assertThat(imported.classes()).isEqualTo(4);
    ImageShape shape = imported.shape();
    INDArray images = images(shape);
    float[][] expected = probabilities(file, images, graph);
    assertClose(expected, imported.network().output(images).toFloatMatrix());
    try (EngineNetwork engine = EngineNetwork.of(imported.network(), shape, IMAGES, 1)) {
      assertClose(expected, engine.output(images).toFloatMatrix());
    }
  }

  private static void assertClose(float[][] expected, float[][] found) {
    double spread = 0;
    for (int i = 0; i < IMAGES; i++) {
      for (int k = 0; k < 4; k++) {
        assertThat((double) found[i][k]).isCloseTo(expected[i][k], within(1e-5));
        spread = Math.max(spread, Math.abs(expected[i][k] - expected[0][k]));
      }
    }
    assertThat(spread).as("spread of a probability").isGreaterThan(0.001);
  }

  private static INDArray images(ImageShape shape) {
    float[] values = new float[IMAGES * shape.values()];
    Random random = new Random(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(
        values, new long[] {IMAGES, shape.channels(), shape.height(), shape.width()}, 'c');
  }

  /** Of logits and logarithms, too. */
  private static float[][] probabilities(byte[] file, INDArray images, TorchGraph graph)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[][] found;
    try (OrtSession session = environment.createSession(file);
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(images.data().asFloat()), images.shape());
        OrtSession.Result result = session.run(Map.of("input.1", tensor))) {
      found = (float[][]) result.get(0).getValue();
    }
    ModelProto model = graph.model(4);
    NodeProto end = model.getGraph().getNode(model.getGraph().getNodeCount() - 1);
    if (!end.getOpType().equals("Softmax")) {
      for (float[] row : found) {
        double sum = 0;
        for (float value : row) {
          sum += Math.exp(value);
        }
        for (int k = 0; k < row.length; k++) {
          row[k] = (float) (Math.exp(row[k]) / sum);
        }
      }
    }
    return found;
  }

  @Test
  void layersHaveTheNamesThatTransferKnows() {
    ImportedNetwork lenet = OnnxReader.read(lenet().bytes(4));
    assertThat(LayerNames.of(lenet.network().getLayerWiseConfigurations()).all())
        .containsExactly("conv1", "pool1", "conv2", "pool2", "dense1", "output");
    assertThat(lenet.producer()).isEqualTo("pytorch");
    assertThat(lenet.opset()).isEqualTo(11);
  }
}
