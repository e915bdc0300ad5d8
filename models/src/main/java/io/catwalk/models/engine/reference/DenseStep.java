package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Operation;

/** Every output from every input. */
final class DenseStep implements Step {

  private final Operation.Dense dense;
  private final Function function;

  DenseStep(Operation.Dense dense) {
    this.dense = dense;
    this.function = new Function(dense.function());
  }

  @Override
  public void forward(Pass pass) {
    double[] in = pass.values()[dense.input()];
    double[] out = pass.values()[dense.output()];
    int ins = in.length / pass.n();
    int outs = out.length / pass.n();
    int weights = pass.at(dense.weights());
    for (int i = 0; i < pass.n(); i++) {
      for (int o = 0; o < outs; o++) {
        double sum = pass.bias(dense.bias(), o);
        for (int k = 0; k < ins; k++) {
          sum += in[i * ins + k] * pass.parameters()[weights + o * ins + k];
        }
        out[i * outs + o] = sum;
      }
    }
    function.apply(out);
  }

  @Override
  public void backward(Pass pass) {
    double[] in = pass.values()[dense.input()];
    double[] atIn = pass.atValues()[dense.input()];
    double[] at = function.backward(pass.atValues()[dense.output()]);
    int ins = in.length / pass.n();
    int outs = at.length / pass.n();
    int weights = pass.at(dense.weights());
    for (int i = 0; i < pass.n(); i++) {
      for (int o = 0; o < outs; o++) {
        double delta = at[i * outs + o];
        pass.addToBias(dense.bias(), o, delta);
        for (int k = 0; k < ins; k++) {
          atIn[i * ins + k] += delta * pass.parameters()[weights + o * ins + k];
          pass.gradient()[weights + o * ins + k] += delta * in[i * ins + k];
        }
      }
    }
  }
}
