package io.catwalk.pipeline.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
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
 * A network as PyTorch writes it: Conv, BatchNormalization, Relu, MaxPool, Flatten, Gemm; logits of
 * two classes of images of 3@12×10.
 */
public final class SmallOnnx {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main_graph");
  private final Random random = new Random(3);
  private String last = "input.1";

  private SmallOnnx() {}

  public static byte[] bytes() {
    return of("Relu");
  }

  /**
   * @param function the operator behind the normalisation
   */
  public static byte[] of(String function) {
    SmallOnnx net = new SmallOnnx();
    net.node(
        NodeProto.newBuilder()
            .setOpType("Conv")
            .addAttribute(ints("kernel_shape", 3, 3))
            .addAttribute(ints("pads", 1, 1, 1, 1)),
        net.weights(4, 3, 3, 3),
        net.weights(4));
    net.node(
        NodeProto.newBuilder().setOpType("BatchNormalization"),
        net.weights(4),
        net.weights(4),
        net.weights(4),
        net.weights(4));
    net.node(NodeProto.newBuilder().setOpType(function));
    net.node(
        NodeProto.newBuilder()
            .setOpType("MaxPool")
            .addAttribute(ints("kernel_shape", 2, 2))
            .addAttribute(ints("strides", 2, 2)));
    net.node(NodeProto.newBuilder().setOpType("Flatten"));
    net.node(
        NodeProto.newBuilder()
            .setOpType("Gemm")
            .addAttribute(
                AttributeProto.newBuilder().setName("transB").setType(AttributeType.INT).setI(1)),
        net.weights(2, 120),
        net.weights(2));
    net.graph.addInput(value("input.1", 0, 3, 12, 10)).addOutput(value(net.last, 0, 2));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("pytorch")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(net.graph)
        .build()
        .toByteArray();
  }

  private void node(NodeProto.Builder node, String... weights) {
    node.addInput(last);
    for (String name : weights) {
      node.addInput(name);
    }
    last = "/" + node.getOpType() + "_output_0";
    graph.addNode(node.setName("/" + node.getOpType()).addOutput(last));
  }

  /** Above 0, as variances are. */
  private String weights(int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w" + graph.getInitializerCount())
            .setDataType(DataType.FLOAT_VALUE);
    int length = 1;
    for (int dim : dims) {
      length *= dim;
      tensor.addDims(dim);
    }
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      bytes.putFloat(0.01f + random.nextFloat() / 8);
    }
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.array())));
    return tensor.getName();
  }

  private static AttributeProto ints(String name, int... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (int value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static ValueInfoProto value(String name, int... dims) {
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
                    TypeProto.Tensor.newBuilder()
                        .setElemType(DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
