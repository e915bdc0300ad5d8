package io.catwalk.models.blocks;

import org.nd4j.linalg.activations.Activation;

/** What a layer does with each of its values at last. */
public enum ActivationFunction {
  IDENTITY(Activation.IDENTITY),
  RELU(Activation.RELU),
  /** x above 0, else x / 100. */
  LEAKY_RELU(Activation.LEAKYRELU),
  ELU(Activation.ELU),
  TANH(Activation.TANH),
  /** 1.7159·tanh(2x/3) by its rational approximation, as LeCun's networks have it. */
  SCALED_TANH(Activation.RATIONALTANH),
  SIGMOID(Activation.SIGMOID);

  private final Activation function;

  ActivationFunction(Activation function) {
    this.function = function;
  }

  Activation function() {
    return function;
  }
}
