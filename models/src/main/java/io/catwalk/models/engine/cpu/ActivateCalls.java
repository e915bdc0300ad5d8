package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Operation;

/** An activation function alone. */
final class ActivateCalls implements OperationCalls {

  private final Operation.Activate activate;
  private final FunctionCalls function;

  ActivateCalls(Operation.Activate activate) {
    this.activate = activate;
    this.function = new FunctionCalls(activate.function());
  }

  @Override
  public void forward(Compilation c) {
    c.setValue(activate.output(), function.forward(c.value(activate.input()), c));
  }

  @Override
  public void backward(Compilation c) {
    c.setAtValue(activate.input(), function.backward(c.atValue(activate.output()), c));
  }
}
