package io.catwalk.models.onnx;

import java.util.List;
import onnx.Onnx.TensorProto.DataType;

/**
 * Sums that a graph does with the sizes of the image at hand, in doubles, which give what Java
 * gives. Tensors of different shapes are spread over one another, as everywhere in ONNX.
 */
final class Arithmetic {

  private final Nodes nodes;

  Arithmetic(Nodes nodes) {
    this.nodes = nodes;
  }

  String of(double value) {
    return nodes.scalar(value);
  }

  String plus(String a, String b) {
    return nodes.add("Add", List.of(a, b));
  }

  String minus(String a, String b) {
    return nodes.add("Sub", List.of(a, b));
  }

  String times(String a, String b) {
    return nodes.add("Mul", List.of(a, b));
  }

  String over(String a, String b) {
    return nodes.add("Div", List.of(a, b));
  }

  String least(String a, String b) {
    return nodes.add("Min", List.of(a, b));
  }

  String largest(String a, String b) {
    return nodes.add("Max", List.of(a, b));
  }

  String absolute(String a) {
    return nodes.add("Abs", List.of(a));
  }

  String floor(String a) {
    return nodes.add("Floor", List.of(a));
  }

  /** Halves go up, as by {@link Math#round}. */
  String round(String a) {
    return floor(plus(a, of(0.5)));
  }

  String half(String a) {
    return floor(over(a, of(2)));
  }

  String isAtLeast(String a, String b) {
    return nodes.add("GreaterOrEqual", List.of(a, b));
  }

  String isBelow(String a, String b) {
    return nodes.add("Less", List.of(a, b));
  }

  String both(String a, String b) {
    return nodes.add("And", List.of(a, b));
  }

  /** {@code then} where the condition holds, else {@code otherwise}. */
  String choose(String condition, String then, String otherwise) {
    return nodes.add("Where", List.of(condition, then, otherwise));
  }

  String toDouble(String a) {
    return cast(a, DataType.DOUBLE);
  }

  String toFloat(String a) {
    return cast(a, DataType.FLOAT);
  }

  private String cast(String a, DataType type) {
    return nodes.add("Cast", List.of(a), Nodes.attribute("to", type.getNumber()));
  }
}
