package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.cuda.driver.Slot;

/** Launches of dense layers. */
final class DenseLayers {

  private final Frame frame;

  DenseLayers(Frame frame) {
    this.frame = frame;
  }

  void forward(Node node, Operation.Dense operation) {
    int in = node.inputSize();
    int out = node.outputSize();
    Slot input = frame.value(node.input());
    Slot output = frame.value(node.output(), out);
    new ProductCall("DenseForward", Geometry.dense(in, out))
        .of(input.start(), frame.parameter(operation.weights()), output.start())
        .bias(frame.parameter(operation.bias()))
        .function(node.function().ordinal())
        .launch(frame, frame.images(), out, in);
  }

  /**
   * @param further whether anything in front of it is trained
   */
  void backward(Node node, Operation.Dense operation, boolean further) {
    int in = node.inputSize();
    int out = node.outputSize();
    Slot delta = frame.delta(node.output(), out);
    Slot input = frame.value(node.input());
    new ProductCall("DenseWeightGradient", Geometry.dense(in, out))
        .of(delta.start(), input.start(), frame.gradient(operation.weights()))
        .biasGradient(frame.gradient(operation.bias()))
        .aside()
        .launch(frame, out, in + (operation.bias().isPresent() ? 1 : 0), frame.images());
    if (!further) {
      return;
    }
    Slot inputDelta = frame.delta(node.input(), in);
    new ProductCall("DenseInputGradient", Geometry.dense(in, out))
        .of(delta.start(), frame.parameter(operation.weights()), inputDelta.start())
        .mask(frame.mask(node.input()))
        .function(frame.maskFunction(node.input()))
        .launch(frame, frame.images(), in, out);
  }
}
