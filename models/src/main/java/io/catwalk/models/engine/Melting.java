package io.catwalk.models.engine;

import io.catwalk.models.blocks.ActivationFunction;
import java.util.Optional;

/** An operation and the activation function behind it as one. */
final class Melting {

  private Melting() {}

  /** Empty where the operation has a function already or cannot have this one. */
  static Optional<Operation> of(Operation operation, ActivationFunction function) {
    if (operation instanceof Operation.Convolve it && isFree(it.function())) {
      return Optional.of(
          new Operation.Convolve(
              it.layer(), it.input(), it.output(), it.window(), it.weights(), it.bias(), function));
    }
    if (operation instanceof Operation.Dense it && isFree(it.function())) {
      return Optional.of(
          new Operation.Dense(
              it.layer(), it.input(), it.output(), it.weights(), it.bias(), function));
    }
    if (operation instanceof Operation.Normalise it
        && isFree(it.function())
        && function == ActivationFunction.RELU) {
      return Optional.of(
          new Operation.Normalise(
              it.layer(),
              it.input(),
              it.output(),
              it.scale(),
              it.mean(),
              it.variance(),
              it.epsilon(),
              it.decay(),
              function));
    }
    return Optional.empty();
  }

  private static boolean isFree(ActivationFunction function) {
    return function == ActivationFunction.IDENTITY;
  }
}
