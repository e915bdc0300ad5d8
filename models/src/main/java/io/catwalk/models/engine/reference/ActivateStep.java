package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Operation;

/** An activation function alone. */
final class ActivateStep implements Step {

  private final Operation.Activate activate;
  private final Function function;

  ActivateStep(Operation.Activate activate) {
    this.activate = activate;
    this.function = new Function(activate.function());
  }

  @Override
  public void forward(Pass pass) {
    double[] out = pass.values()[activate.output()];
    System.arraycopy(pass.values()[activate.input()], 0, out, 0, out.length);
    function.apply(out);
  }

  @Override
  public void backward(Pass pass) {
    double[] at = function.backward(pass.atValues()[activate.output()]);
    double[] atIn = pass.atValues()[activate.input()];
    for (int i = 0; i < at.length; i++) {
      atIn[i] += at[i];
    }
  }
}
