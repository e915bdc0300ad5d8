package io.catwalk.models.engine.reference;

import io.catwalk.models.blocks.ActivationFunction;

/** Activation functions and their derivatives. */
final class Function {

  /** Of the rational approximation of tanh. */
  private static final double FOURTH = 1.41645;

  private static final double HEIGHT = 1.7159;
  private static final double SLOPE = 2.0 / 3;

  private final ActivationFunction function;

  /** What the last application was of. */
  private double[] before = {};

  Function(ActivationFunction function) {
    this.function = function;
  }

  /** Applies it in place. */
  void apply(double[] values) {
    before = values.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = value(values[i]);
    }
  }

  /** The gradient at what the last application was of, from that at its result. */
  double[] backward(double[] atResult) {
    double[] atBefore = new double[atResult.length];
    for (int i = 0; i < atResult.length; i++) {
      atBefore[i] = atResult[i] * slope(before[i]);
    }
    return atBefore;
  }

  private double value(double x) {
    return switch (function) {
      case IDENTITY -> x;
      case RELU -> Math.max(0, x);
      case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
      case ELU -> x > 0 ? x : Math.expm1(x);
      case TANH -> Math.tanh(x);
      case SCALED_TANH -> HEIGHT * Math.signum(x) * (1 - 1 / denominator(SLOPE * x));
      case SIGMOID -> sigmoid(x);
      case GELU, SWISH -> x * sigmoid(function.slope() * x);
    };
  }

  private double slope(double x) {
    return switch (function) {
      case IDENTITY -> 1;
      case RELU -> x > 0 ? 1 : 0;
      case LEAKY_RELU -> x > 0 ? 1 : 0.01;
      case ELU -> x > 0 ? 1 : Math.exp(x);
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case SCALED_TANH -> {
        double y = SLOPE * x;
        double denominator = denominator(y);
        double rise = 1 + 2 * Math.abs(y) + 4 * FOURTH * Math.abs(y * y * y);
        yield HEIGHT * SLOPE * rise / (denominator * denominator);
      }
      case SIGMOID -> value(x) * (1 - value(x));
      case GELU, SWISH -> {
        double share = sigmoid(function.slope() * x);
        yield share + function.slope() * x * share * (1 - share);
      }
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double denominator(double y) {
    return 1 + Math.abs(y) + y * y + FOURTH * y * y * y * y;
  }
}
