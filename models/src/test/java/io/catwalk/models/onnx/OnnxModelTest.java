package io.catwalk.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.zoo.LayerStack;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The document, and what its graph does with images of other kinds and sizes. */
class OnnxModelTest {

  private static final OnnxModel.Origin ORIGIN =
      new OnnxModel.Origin("maker", "9", "net", "A net", Map.of("run_id", "r1", "labels", "[é]"));

  private static final ImageShape GREY = new ImageShape(4, 4, 1);
  private static final ImageShape COLOUR = new ImageShape(4, 4, 3);

  static Stream<Sample> samples() {
    return Stream.concat(Samples.networks().stream(), Samples.blocks().stream());
  }

  /** The checker's: a name is made once, before it is used, and every node has an operator. */
  @ParameterizedTest
  @MethodSource("samples")
  void keepsTheRulesOfOnnx(Sample sample) throws Exception {
    GraphProto graph =
        ModelProto.parseFrom(model(sample.network(), sample.image(), Resizing.CROP).bytes())
            .getGraph();

    Set<String> known = new HashSet<>(List.of(OnnxModel.INPUT));
    for (TensorProto constant : graph.getInitializerList()) {
      assertThat(known.add(constant.getName())).as(constant.getName()).isTrue();
    }
    Set<String> unused = new HashSet<>(known);
    for (NodeProto node : graph.getNodeList()) {
      assertThat(node.getOpType()).isNotEmpty();
      assertThat(known).as(node.getName()).containsAll(node.getInputList());
      unused.removeAll(node.getInputList());
      assertThat(known.add(node.getOutput(0))).as(node.getName()).isTrue();
    }
    assertThat(known).contains(OnnxModel.OUTPUT);
    assertThat(unused).isEmpty();
  }

  @Test
  void tellsWhatItIs() throws Exception {
    byte[] bytes = bytes(dense(GREY), GREY, Resizing.FIT);
    ModelProto model = ModelProto.parseFrom(bytes);
    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getOpsetImportList())
        .singleElement()
        .satisfies(opset -> assertThat(opset.getVersion()).isEqualTo(OnnxModel.OPSET));
    try (OnnxRuntime runtime = new OnnxRuntime(bytes)) {
      OnnxModelMetadata told = runtime.session().getMetadata();
      assertThat(told.getProducerName()).isEqualTo("maker");
      assertThat(told.getGraphName()).isEqualTo("net");
      assertThat(told.getDescription()).isEqualTo("A net");
      assertThat(told.getCustomMetadata()).isEqualTo(ORIGIN.metadata());
      assertThat(runtime.session().getInputNames()).containsExactly("images");
      TensorInfo output =
          (TensorInfo) runtime.session().getOutputInfo().get("probabilities").getInfo();
      assertThat(output.getShape()).containsExactly(-1, 2);
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    MultiLayerNetwork network = dense(GREY);
    assertThat(bytes(network, GREY, Resizing.FIT)).isEqualTo(bytes(network, GREY, Resizing.FIT));
  }

  @Test
  void greyImagesPassThroughColourNetworks() throws OrtException {
    try (OnnxRuntime runtime = new OnnxRuntime(bytes(dense(COLOUR), COLOUR, Resizing.FIT))) {
      byte[] grey = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, -1, -2, -3, -4};
      assertThat(runtime.probabilities(threefold(grey), 1, 4, 4, 3))
          .isDeepEqualTo(runtime.probabilities(grey, 1, 4, 4, 1));
    }
  }

  @Test
  void greyIsTheSameWithOneChannelAndWithThree() throws OrtException {
    try (OnnxRuntime runtime = new OnnxRuntime(bytes(dense(GREY), GREY, Resizing.FIT))) {
      byte[] grey = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, -1, -2, -3, -4};
      assertThat(runtime.probabilities(threefold(grey), 1, 4, 4, 3))
          .isDeepEqualTo(runtime.probabilities(grey, 1, 4, 4, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(Resizing.class)
  void otherNumbersOfChannelsAreRefused(Resizing resizing) throws OrtException {
    for (ImageShape shape : List.of(GREY, COLOUR)) {
      try (OnnxRuntime runtime = new OnnxRuntime(bytes(dense(shape), shape, resizing))) {
        for (int channels : new int[] {2, 4}) {
          assertThatThrownBy(
                  () -> runtime.probabilities(new byte[16 * channels], 1, 4, 4, channels))
              .isInstanceOf(OrtException.class);
        }
      }
    }
  }

  @Test
  void namesTheLayerThatOnnxHasNot() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new LayerStack(Hyperparameters.forInspection(2), WeightInit.XAVIER)
                .add(
                    new SubsamplingLayer.Builder(PoolingType.AVG)
                        .kernelSize(2, 2)
                        .stride(1, 1)
                        .dilation(2, 2)
                        .build())
                .add(Layers.output(2))
                .build(GREY));
    network.init();
    assertThatThrownBy(() -> model(network, GREY, Resizing.FIT))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("pool1: ONNX has no average pooling with dilation at opset 17");
  }

  private static byte[] threefold(byte[] grey) {
    byte[] colour = new byte[3 * grey.length];
    for (int i = 0; i < colour.length; i++) {
      colour[i] = grey[i / 3];
    }
    return colour;
  }

  private static MultiLayerNetwork dense(ImageShape shape) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new LayerStack(Hyperparameters.forInspection(2), WeightInit.XAVIER)
                .add(Layers.output(2))
                .build(shape));
    network.init();
    return network;
  }

  private static byte[] bytes(MultiLayerNetwork network, ImageShape shape, Resizing resizing) {
    return model(network, shape, resizing).bytes();
  }

  private static OnnxModel model(MultiLayerNetwork network, ImageShape shape, Resizing resizing) {
    List<Double> mean = Collections.nCopies(shape.channels(), 0.3);
    List<Double> deviation = Collections.nCopies(shape.channels(), 0.2);
    return OnnxModel.of(network, new ImagePreparation(shape, resizing, mean, deviation), ORIGIN);
  }
}
