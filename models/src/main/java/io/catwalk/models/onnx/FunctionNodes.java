package io.catwalk.models.onnx;

import io.catwalk.models.blocks.ActivationFunction;
import java.util.List;

/** Activation functions. */
final class FunctionNodes {

  /** Of the rational approximation of tanh, as Deeplearning4j has it. */
  private static final float FOURTH = 1.41645f;

  private static final float HEIGHT = 1.7159f;
  private static final float SLOPE = 2f / 3;

  private final Nodes nodes;

  FunctionNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  String add(ActivationFunction function, String input) {
    List<String> inputs = List.of(input);
    return switch (function) {
      case IDENTITY -> input;
      case RELU -> nodes.add("Relu", inputs);
      case LEAKY_RELU -> nodes.add("LeakyRelu", inputs, Nodes.attribute("alpha", 0.01f));
      case ELU -> nodes.add("Elu", inputs, Nodes.attribute("alpha", 1f));
      case TANH -> nodes.add("Tanh", inputs);
      case SCALED_TANH -> scaledTanh(input);
      case SIGMOID -> nodes.add("Sigmoid", inputs);
      case GELU, SWISH -> swish(function.slope(), input);
    };
  }

  /** x·σ(slope·x). */
  private String swish(float slope, String x) {
    String scaled = slope == 1 ? x : nodes.add("Mul", List.of(x, nodes.number(slope)));
    return nodes.add("Mul", List.of(x, nodes.add("Sigmoid", List.of(scaled))));
  }

  /** 1.7159·sign(y)·(1 − 1 / (1 + |y| + y² + 1.41645·y⁴)) with y = 2x/3. */
  private String scaledTanh(String x) {
    String y = nodes.add("Mul", List.of(x, nodes.number(SLOPE)));
    String size = nodes.add("Abs", List.of(y));
    String square = nodes.add("Mul", List.of(y, y));
    String fourth = nodes.add("Mul", List.of(square, square));
    String weighed = nodes.add("Mul", List.of(fourth, nodes.number(FOURTH)));
    String sum = nodes.add("Sum", List.of(nodes.number(1), size, square, weighed));
    String share = nodes.add("Div", List.of(nodes.number(1), sum));
    String rest = nodes.add("Sub", List.of(nodes.number(1), share));
    String sign = nodes.add("Sign", List.of(x));
    return nodes.add("Mul", List.of(nodes.add("Mul", List.of(sign, rest)), nodes.number(HEIGHT)));
  }
}
