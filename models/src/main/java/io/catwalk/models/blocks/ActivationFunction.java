package io.catwalk.models.blocks;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

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
  SIGMOID(Activation.SIGMOID),
  /**
   * x·σ(1.702x), the approximation that the authors give (D. Hendrycks, K. Gimpel, "Gaussian error
   * linear units", 2016).
   */
  GELU(Activation.GELU),
  /** x·σ(x) (P. Ramachandran, B. Zoph, Q. Le, "Searching for activation functions", 2017). */
  SWISH(Activation.SWISH);

  private final Activation function;

  ActivationFunction(Activation function) {
    this.function = function;
  }

  Activation function() {
    return function;
  }

  /** In Deeplearning4j's words, as its builders make it. */
  public IActivation made() {
    return function.getActivationFunction();
  }

  /** Whether its derivative cannot be told from its result. */
  public boolean needsInput() {
    return this == SCALED_TANH || this == GELU || this == SWISH;
  }

  /**
   * Of those of the form x·σ(slope·x).
   *
   * @throws IllegalStateException for any other
   */
  public float slope() {
    return switch (this) {
      case GELU -> 1.702f;
      case SWISH -> 1;
      default -> throw new IllegalStateException(this + " is none of them");
    };
  }
}
