package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Operation;

/** How one operation is computed by oneDNN. Forward comes first. */
interface OperationCalls {

  /** Adds the calls that write the output, and sets the value. */
  void forward(Compilation compilation);

  /**
   * Adds the calls that write the gradients of the parameters, and that at the input, which it
   * sets; none of the latter at the plan's input.
   */
  void backward(Compilation compilation);

  static OperationCalls of(Operation operation) {
    if (operation instanceof Operation.Convolve it) {
      return new ConvolveCalls(it);
    } else if (operation instanceof Operation.Dense it) {
      return new DenseCalls(it);
    } else if (operation instanceof Operation.Normalise it) {
      return new NormaliseCalls(it);
    } else if (operation instanceof Operation.Pool it) {
      return new PoolCalls(it.input(), it.output(), it.kind(), it.window());
    } else if (operation instanceof Operation.Activate it) {
      return new ActivateCalls(it);
    } else if (operation instanceof Operation.Drop it) {
      return new DropCalls(it);
    } else if (operation instanceof Operation.Mean it) {
      return new MeanCalls(it);
    }
    throw new IllegalStateException("no calls for " + operation);
  }
}
