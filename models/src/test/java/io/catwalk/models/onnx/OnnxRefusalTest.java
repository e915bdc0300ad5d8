package io.catwalk.models.onnx;

import static io.catwalk.models.onnx.Nodes.attribute;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** What cannot be imported is named: the first operator, attribute or tensor that does not fit. */
class OnnxRefusalTest {

  private static TorchGraph grey() {
    return TorchGraph.of(1, 8, 8);
  }

  private static TorchGraph conv(AttributeProto attribute) {
    TorchGraph graph = grey();
    return graph.node("Conv", List.of(graph.weights(2, 1, 3, 3)), attribute);
  }

  static Stream<Arguments> operators() {
    TorchGraph branches = grey().conv(1, 1, 3, 1, 1);
    branches.free("Add", List.of("input.1", branches.last()));
    TorchGraph apart = grey().conv(1, 2, 3, 1, 0);
    apart.free("Relu", List.of("input.1"));
    TorchGraph shifted = grey().conv(1, 2, 3, 1, 0);
    shifted.node("Add", List.of(shifted.weights(2, 1, 1)));
    TorchGraph computed = grey();
    computed.node("Relu").free("Conv", List.of(computed.last(), "input.1"));
    TorchGraph narrow = grey();
    narrow.flatten().node("Gemm", List.of(narrow.weights(2, 60)), attribute("transB", 1));
    TorchGraph twice = grey();
    String weights = twice.weights(1, 1, 1000, 1000);
    twice.node("Conv", List.of(weights), attribute("pads", List.of(999, 999, 999, 999)));
    for (int i = 0; i < 6; i++) {
      twice.node("Conv", List.of(weights), attribute("pads", List.of(999, 999, 999, 999)));
    }
    return Stream.of(
        Arguments.of(
            grey().conv(1, 2, 3, 1, 0).node("HardSwish"),
            "HardSwish \"/net/HardSwish_2\": this operator cannot be imported"),
        Arguments.of(
            grey().conv(1, 2, 3, 1, 0).node("HardSigmoid", attribute("alpha", 1f / 6)),
            "HardSigmoid \"/net/HardSigmoid_2\": this operator cannot be imported"),
        Arguments.of(
            grey().conv(1, 2, 3, 1, 0).node("Clip"), "Clip \"/net/Clip_2\": this operator cannot"),
        Arguments.of(grey().node("Swish"), "Swish \"/net/Swish\": this operator cannot be"),
        Arguments.of(
            grey()
                .with(
                    graph ->
                        graph.addNodeBuilder().setOpType("If").addInput("input.1").addOutput("x")),
            "If \"x\": this operator cannot be imported; expected one of Conv, "),
        Arguments.of(
            grey()
                .with(
                    graph ->
                        graph
                            .addNodeBuilder()
                            .setOpType("Relu")
                            .setDomain("com.x")
                            .addInput("input.1")
                            .addOutput("x\u001b[2J")),
            "com.x.Relu \"x?[2J\": this operator cannot be imported"),
        Arguments.of(branches, "Add \"/net/Add_2\": adds what two nodes make; branches cannot"),
        Arguments.of(
            apart,
            "Relu \"/net/Relu_2\": takes \"input.1\", where \"/net/Conv_output_0\" was expected, which Conv \"/net/Conv\" makes; branches cannot be imported"),
        Arguments.of(shifted, "expected a bias right behind a MatMul"),
        Arguments.of(computed, "its weights, \"input.1\", is no constant of the graph"),
        Arguments.of(
            narrow,
            "Gemm \"/net/Gemm_2\": its weights, tensor \"onnx::weight_0\", is [2×60]; expected [values, 64]"),
        Arguments.of(twice, "takes weights of others over and over"),
        Arguments.of(grey().gemm(64, 2), "expected rows of values, found maps of 1@8×8"),
        Arguments.of(grey().flatten().conv(1, 2, 3, 1, 0), "expected feature maps, found 64"),
        Arguments.of(grey().conv(3, 2, 3, 1, 0), "expected [filters, 1, rows, columns]"),
        Arguments.of(grey().conv(1, 2, 9, 1, 0), "9×9 does not fit into maps of 1@8×8"),
        Arguments.of(grey().conv(1, 2, 3, 1, 0).flatten().norm(72), "in front of the flattening"),
        Arguments.of(
            grey().norm(2), "its variance, tensor \"onnx::weight_3\", is [2]; expected [1]"),
        Arguments.of(grey().flatten().node("Softmax"), "expected a Gemm or MatMul before it"),
        Arguments.of(
            grey().flatten().gemm(64, 2).node("Softmax").node("Relu"),
            "Relu \"/net/Relu_4\": comes behind the softmax"));
  }

  static Stream<Arguments> attributes() {
    TorchGraph reshaped = grey();
    reshaped.node("Reshape", List.of(reshaped.integers(-1, 8, 8)));
    return Stream.of(
        Arguments.of(
            conv(attribute("group", 2)), "Conv \"/net/Conv\": attribute group is 2; expected 1"),
        Arguments.of(
            conv(attribute("pads", List.of(0, 0, 1, 1))),
            "attribute pads is [0, 0, 1, 1]; expected the same on opposite sides"),
        Arguments.of(conv(attribute("strides", List.of(0, 1))), "attribute strides holds 0"),
        Arguments.of(conv(attribute("kernel_shape", List.of(5, 5))), "other than its weights' 3×3"),
        Arguments.of(conv(attribute("colour", 2)), "attribute colour cannot be imported"),
        Arguments.of(conv(attribute("group", 1f)), "attribute group is no INT"),
        Arguments.of(
            conv(TorchGraph.word("auto_pad", "SAME_LOWER")), "attribute auto_pad is SAME_LOWER"),
        Arguments.of(
            grey()
                .node("MaxPool", attribute("kernel_shape", List.of(3)), attribute("ceil_mode", 0)),
            "attribute kernel_shape has 1 numbers; expected 2"),
        Arguments.of(
            grey().maxPool(3, 2, 1, 1),
            "attribute ceil_mode is 1, by which windows reach over one edge; expected 0"),
        Arguments.of(
            grey()
                .node(
                    "AveragePool",
                    attribute("ceil_mode", 1),
                    attribute("count_include_pad", 1),
                    attribute("kernel_shape", List.of(3, 3)),
                    attribute("strides", List.of(2, 2))),
            "attribute count_include_pad is 1 where there is padding"),
        Arguments.of(
            grey().node("Squeeze", attribute("axes", List.of(2, 3))),
            "squeezes axes [2, 3] of 1@8×8; expected"),
        Arguments.of(grey().averagePool(3, 1, 1, 1), "attribute count_include_pad is 1"),
        Arguments.of(grey().maxPool(2, 2, 2), "attribute pads reaches over the window"),
        Arguments.of(
            grey().node("LeakyRelu", attribute("alpha", 0.2f)),
            "attribute alpha is 0.2; expected 0.01"),
        Arguments.of(
            grey().node("Flatten", attribute("axis", 2)), "attribute axis is 2; expected 1"),
        Arguments.of(reshaped, "makes [-1, 8, 8] of 1@8×8; expected a row an image, [-1, 64]"),
        Arguments.of(
            grey().node("ReduceMean", attribute("axes", List.of(1))), "means over axes [1]"));
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        Arguments.of(
            TorchGraph.of(2, 8, 8), "input \"input.1\" is FLOAT [batch, 2, 8, 8]; expected"),
        Arguments.of(TorchGraph.of(1, 0, 8), "FLOAT [batch, 1, batch, 8]"),
        Arguments.of(TorchGraph.ofShape(1, 784), "FLOAT [1, 784]; expected FLOAT [batch, 1 or 3,"),
        Arguments.of(grey().opset(8), "operators of version 8; expected opset 9 to 23"),
        Arguments.of(grey().conv(1, 2, 3, 1, 0).flatten(), "the graph ends in Flatten"),
        Arguments.of(grey().flatten().gemm(64, 1), "makes one value; expected at least 2 classes"),
        Arguments.of(
            grey().with(graph -> graph.addInput(graph.getInput(0))), "2 inputs and 1 outputs"));
  }

  @ParameterizedTest
  @MethodSource({"operators", "attributes", "graphs"})
  void isNamed(TorchGraph graph, String told) {
    refuses(graph.bytes(2), told);
  }

  @Test
  void weightsAreWholeAndHere() {
    refuses(
        weights(tensor -> tensor.setRawData(ByteString.copyFrom(new byte[8]))),
        "tensor \"onnx::weight_0\" holds 8 bytes; its dimensions [2×64] make 512");
    refuses(weights(tensor -> tensor.setDims(0, Long.MAX_VALUE)), "are no sizes");
    refuses(weights(tensor -> tensor.setDims(0, 0)), "are no sizes");
    refuses(
        weights(tensor -> tensor.setDataType(DataType.FLOAT16_VALUE)),
        "is of type FLOAT16; expected FLOAT");
    refuses(
        weights(
            tensor ->
                tensor
                    .clearRawData()
                    .setDataLocation(DataLocation.EXTERNAL)
                    .addExternalData(
                        StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue("../net.data"))),
        "tensor \"onnx::weight_0\" lies in another file (../net.data); expected weights in the file");
    ByteBuffer one = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    one.putFloat(100, Float.NaN);
    refuses(
        weights(tensor -> tensor.setRawData(ByteString.copyFrom(one.array()))),
        "holds NaN; expected finite numbers");
  }

  private static byte[] weights(Consumer<TensorProto.Builder> change) {
    return grey()
        .flatten()
        .gemm(64, 2)
        .with(graph -> change.accept(graph.getInitializerBuilder(0)))
        .bytes(2);
  }

  /** None of which gets as far as protobuf. */
  @Test
  void bytesThatNoExporterWrites() {
    ModelProto sound = grey().flatten().gemm(64, 2).model(2);
    refuses(
        "PK\u0003\u0004 and so on".getBytes(StandardCharsets.UTF_8), "not a whole file of ONNX");
    refuses(new byte[0], "not a file of ONNX: it holds no graph");
    refuses(sound.toByteString().substring(0, 300).toByteArray(), "not a whole file of ONNX");
    refuses(
        sound.toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        99,
                        UnknownFieldSet.Field.newBuilder()
                            .addGroup(UnknownFieldSet.getDefaultInstance())
                            .build())
                    .build())
            .build()
            .toByteArray(),
        "refused: field 99 of a ModelProto is a group; ONNX has none");
    refuses(
        sound.toByteString().concat(sound.toByteString()).toByteArray(),
        "refused: ModelProto.graph is there twice");
    ModelProto deep = sound;
    for (int i = 0; i < 12; i++) {
      ModelProto inner = deep;
      deep = grey().node("If", AttributeProto.newBuilder().setG(inner.getGraph()).build()).model(2);
    }
    refuses(deep.toByteArray(), "refused: messages nested more than 32 deep");
    ByteString.Output many = ByteString.newOutput();
    for (int i = 0; i < 1 << 21; i++) {
      many.write(new byte[] {0x42, 0}, 0, 2);
    }
    refuses(many.toByteString().toByteArray(), "refused: more than 1048576 fields");
    byte[] names = new byte[(64 << 20) + 1];
    refuses(
        sound.toBuilder().setDocStringBytes(ByteString.copyFrom(names)).build().toByteArray(),
        "refused: more than 67108864 bytes that are no weights");
  }

  private static void refuses(byte[] file, String told) {
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(OnnxImportException.class)
        .hasMessageContaining(told)
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }
}
