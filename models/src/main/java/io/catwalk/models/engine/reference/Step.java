package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Operation;

/** One operation at work. Forward comes first and leaves what backward needs. */
interface Step {

  /** Computes the output from the input. */
  void forward(Pass pass);

  /** Adds to the gradients at the input and at the parameters what that at the output says. */
  void backward(Pass pass);

  static Step of(Operation operation) {
    if (operation instanceof Operation.Convolve it) {
      return new ConvolveStep(it);
    } else if (operation instanceof Operation.Dense it) {
      return new DenseStep(it);
    } else if (operation instanceof Operation.Normalise it) {
      return new NormaliseStep(it);
    } else if (operation instanceof Operation.Pool it) {
      return new PoolStep(it);
    } else if (operation instanceof Operation.Activate it) {
      return new ActivateStep(it);
    } else if (operation instanceof Operation.Drop it) {
      return new DropStep(it);
    } else if (operation instanceof Operation.Mean it) {
      return new MeanStep(it);
    }
    throw new IllegalStateException("no step for " + operation);
  }
}
