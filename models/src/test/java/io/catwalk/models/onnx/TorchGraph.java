package io.catwalk.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A chain of operators as PyTorch's exporter writes it: input {@code input.1}, output {@code
 * output}, weights as initializers with raw bytes, names of nodes with slashes.
 */
public final class TorchGraph {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main_graph");
  private final Random random = new Random(11);
  private String last = "input.1";
  private int count;
  private int opset = 17;

  private TorchGraph(int... image) {
    graph.addInput(value("input.1", DataType.FLOAT, image));
  }

  /** For images [batch, channels, height, width]; the batch is a name where it is 0. */
  public static TorchGraph of(int channels, int height, int width) {
    return new TorchGraph(0, channels, height, width);
  }

  /** Of another number of dimensions. */
  static TorchGraph ofShape(int... dims) {
    return new TorchGraph(dims);
  }

  public TorchGraph opset(int version) {
    opset = version;
    return this;
  }

  /** Anything, with the node before as its first input. */
  public TorchGraph node(String type, List<String> more, AttributeProto... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().addInput(last).addAllInput(more);
    return node(type, node, attributes);
  }

  /** Anything, with inputs of its own. */
  TorchGraph free(String type, List<String> inputs, AttributeProto... attributes) {
    return node(type, NodeProto.newBuilder().addAllInput(inputs), attributes);
  }

  private TorchGraph node(String type, NodeProto.Builder node, AttributeProto... attributes) {
    String name = "/net/" + type + (count++ == 0 ? "" : "_" + count);
    last = name + "_output_0";
    graph.addNode(
        node.setName(name)
            .setOpType(type)
            .addOutput(last)
            .addAllAttribute(List.of(attributes))
            .setDocString("File \"net.py\", line 7"));
    return this;
  }

  public TorchGraph node(String type, AttributeProto... attributes) {
    return node(type, List.of(), attributes);
  }

  public TorchGraph conv(int in, int out, int kernel, int stride, int padding) {
    return node(
        "Conv",
        List.of(weights(out, in, kernel, kernel), weights(out)),
        Nodes.attribute("dilations", List.of(1, 1)),
        Nodes.attribute("group", 1),
        Nodes.attribute("kernel_shape", List.of(kernel, kernel)),
        Nodes.attribute("pads", List.of(padding, padding, padding, padding)),
        Nodes.attribute("strides", List.of(stride, stride)));
  }

  public TorchGraph norm(int channels) {
    return node(
        "BatchNormalization",
        List.of(weights(channels), weights(channels), weights(channels), variances(channels)),
        Nodes.attribute("epsilon", 1e-5f),
        Nodes.attribute("momentum", 0.9f),
        Nodes.attribute("training_mode", 0));
  }

  public TorchGraph maxPool(int kernel, int stride, int padding) {
    return maxPool(kernel, stride, padding, 0);
  }

  /**
   * @param ceil 1 where windows that reach over the end count
   */
  TorchGraph maxPool(int kernel, int stride, int padding, int ceil) {
    return node(
        "MaxPool",
        Nodes.attribute("ceil_mode", ceil),
        Nodes.attribute("dilations", List.of(1, 1)),
        Nodes.attribute("kernel_shape", List.of(kernel, kernel)),
        Nodes.attribute("pads", List.of(padding, padding, padding, padding)),
        Nodes.attribute("strides", List.of(stride, stride)));
  }

  public TorchGraph averagePool(int kernel, int stride, int padding, int counted) {
    return node(
        "AveragePool",
        Nodes.attribute("ceil_mode", 0),
        Nodes.attribute("count_include_pad", counted),
        Nodes.attribute("kernel_shape", List.of(kernel, kernel)),
        Nodes.attribute("pads", List.of(padding, padding, padding, padding)),
        Nodes.attribute("strides", List.of(stride, stride)));
  }

  public TorchGraph flatten() {
    return node("Flatten", Nodes.attribute("axis", 1));
  }

  public TorchGraph gemm(int in, int out) {
    return node(
        "Gemm",
        List.of(weights(out, in), weights(out)),
        Nodes.attribute("alpha", 1f),
        Nodes.attribute("beta", 1f),
        Nodes.attribute("transB", 1));
  }

  /** An attribute that is a word. */
  static AttributeProto word(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** An initializer of numbers around 0; its name. */
  public String weights(int... dims) {
    int length = 1;
    for (int dim : dims) {
      length *= dim;
    }
    // As large as keeps the values that flow between layers as large as they are.
    double scale = dims.length > 1 ? Math.sqrt(2.0 * dims[0] / length) : 0.3;
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      bytes.putFloat((float) (random.nextGaussian() * scale + (dims.length == 1 ? 0.5 : 0)));
    }
    return initializer(DataType.FLOAT, bytes, dims);
  }

  private String variances(int channels) {
    ByteBuffer bytes = ByteBuffer.allocate(channels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < channels; i++) {
      bytes.putFloat(0.1f + random.nextFloat());
    }
    return initializer(DataType.FLOAT, bytes, channels);
  }

  /** An initializer of a row of whole numbers; its name. */
  String integers(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return initializer(DataType.INT64, bytes, values.length);
  }

  String initializer(DataType type, ByteBuffer bytes, int... dims) {
    String name = "onnx::weight_" + graph.getInitializerCount();
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (int dim : dims) {
      tensor.addDims(dim);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** Name of what the last node makes. */
  String last() {
    return last;
  }

  /** Changes what is there. */
  TorchGraph with(Consumer<GraphProto.Builder> change) {
    change.accept(graph);
    return this;
  }

  /** The model, with what the last node makes for its output: [batch, classes]. */
  public ModelProto model(int classes) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("pytorch")
        .setProducerVersion("2.4.0")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph.clone().clearOutput().addOutput(value(last, DataType.FLOAT, 0, classes)))
        .build();
  }

  public byte[] bytes(int classes) {
    return model(classes).toByteArray();
  }

  private static ValueInfoProto value(String name, DataType type, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dim : dims) {
      if (dim == 0) {
        shape.addDimBuilder().setDimParam("batch");
      } else {
        shape.addDimBuilder().setDimValue(dim);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
