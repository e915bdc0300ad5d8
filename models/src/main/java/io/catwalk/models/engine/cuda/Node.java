package io.catwalk.models.engine.cuda;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import java.util.List;

/**
 * What is computed together: an operation, the function behind it, and 2×2 max pooling behind that.
 *
 * @param operation of the plan
 * @param from what it reads, of one example
 * @param to what it writes, of one example, before pooling
 * @param input index of the value that it reads, the first where it reads two
 * @param output index of the value that it writes
 * @param function that it applies at last
 * @param pooled whether only the largest of each 2×2 window is written
 */
record Node(
    Operation operation,
    Extent from,
    Extent to,
    int input,
    int output,
    ActivationFunction function,
    boolean pooled) {

  /** Indexes of all values that it reads. */
  List<Integer> inputs() {
    return operation instanceof Operation.Add add ? add.inputs() : List.of(input);
  }

  static int size(Extent extent) {
    return extent.channels() * extent.height() * extent.width();
  }

  int inputSize() {
    return size(from);
  }

  int outputSize() {
    return pooled ? to.channels() * (to.height() / 2) * (to.width() / 2) : size(to);
  }

  /** Whether it has numbers that are trained. */
  boolean isTrained() {
    return operation instanceof Operation.Convolve
        || operation instanceof Operation.Dense
        || operation instanceof Operation.Normalise norm
            && (norm.scale().gamma().isPresent() || norm.scale().beta().isPresent());
  }

  /**
   * Whether whoever goes back through it finds its function's derivative in what it wrote, and so
   * multiplies by that.
   */
  boolean isMasked() {
    return function != ActivationFunction.IDENTITY && !(operation instanceof Operation.Activate);
  }
}
