package io.catwalk.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * A graph under construction: nodes in the order in which they are computed, each with one output,
 * and constants. Whatever is added is known by the name that comes back.
 */
final class Nodes {

  private final GraphProto.Builder graph;
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, String> constants = new HashMap<>();
  private String part = "";

  Nodes(GraphProto.Builder graph) {
    this.graph = graph;
  }

  /** What is added from now on belongs to this part of the graph, whose name begins its names. */
  void part(String name) {
    part = name;
  }

  /** One node; its output has its name. */
  String add(String operator, List<String> inputs, AttributeProto... attributes) {
    return named(unique(operator), operator, inputs, attributes);
  }

  /** One node whose output has a name that the world knows. */
  String named(String name, String operator, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(name)
            .addAllAttribute(List.of(attributes)));
    return name;
  }

  private String unique(String what) {
    String name = part + "/" + what;
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + count;
  }

  /** A scalar without dimensions. */
  String scalar(double value) {
    ByteBuffer bytes = buffer(Double.BYTES).putDouble(value);
    return shared(DataType.DOUBLE, List.of(), bytes);
  }

  /** A column of 0 to {@code count} − 1: [count, 1]. */
  String counted(int count) {
    ByteBuffer bytes = buffer(count * Double.BYTES);
    for (int i = 0; i < count; i++) {
      bytes.putDouble(i);
    }
    return constant("indexes", DataType.DOUBLE, List.of(count, 1), bytes);
  }

  /** A row. */
  String integers(long... values) {
    ByteBuffer bytes = buffer(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return shared(DataType.INT64, List.of(values.length), bytes);
  }

  /** A scalar without dimensions. */
  String number(float value) {
    return shared(DataType.FLOAT, List.of(), buffer(Float.BYTES).putFloat(value));
  }

  /** Numbers of a shape, the last dimension changing fastest. */
  String numbers(String name, List<Integer> shape, float... values) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return constant(name, DataType.FLOAT, shape, bytes);
  }

  /** A part of a network's parameters, which are not copied on their way. */
  String parameter(String name, List<Integer> shape, DataBuffer from, long offset, int length) {
    ByteBuffer bytes = buffer(Math.multiplyExact(length, Float.BYTES));
    for (int i = 0; i < length; i++) {
      bytes.putFloat(from.getFloat(offset + i));
    }
    return constant(name, DataType.FLOAT, shape, bytes);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same small constant is there once, for all parts. */
  private String shared(DataType type, List<Integer> shape, ByteBuffer bytes) {
    String key = type + " " + shape + " " + Arrays.toString(bytes.array());
    String known = constants.get(key);
    if (known != null) {
      return known;
    }
    String name = "constant_" + constants.size();
    constants.put(key, name);
    return initialise(name, type, shape, bytes);
  }

  private String constant(String what, DataType type, List<Integer> shape, ByteBuffer bytes) {
    return initialise(unique(what), type, shape, bytes);
  }

  private String initialise(String name, DataType type, List<Integer> shape, ByteBuffer bytes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes.array()));
    shape.forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, List<Integer> values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    values.forEach(attribute::addInts);
    return attribute.build();
  }
}
