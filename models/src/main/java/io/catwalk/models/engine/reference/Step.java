package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.DropoutMask;
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
    } else if (operation instanceof Operation.Add it) {
      return new AddStep(it);
    } else if (operation instanceof Operation.Mean it) {
      return new MeanStep(it);
    }
    throw new IllegalStateException("no step for " + operation);
  }

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

  /** Dropout. */
  final class DropStep implements Step {

    private final Operation.Drop drop;

    DropStep(Operation.Drop drop) {
      this.drop = drop;
    }

    @Override
    public void forward(Pass pass) {
      scale(pass, pass.values()[drop.input()], pass.values()[drop.output()]);
    }

    @Override
    public void backward(Pass pass) {
      scale(pass, pass.atValues()[drop.output()], pass.atValues()[drop.input()]);
    }

    /** Adds what is kept of {@code from}. */
    private void scale(Pass pass, double[] from, double[] to) {
      DropoutMask mask = DropoutMask.of(pass.progress(), drop);
      for (int i = 0; i < from.length; i++) {
        if (!pass.training()) {
          to[i] += from[i];
        } else if (mask.keeps(i)) {
          to[i] += from[i] / drop.kept();
        }
      }
    }
  }

  /** The sum of two values. */
  final class AddStep implements Step {

    private final Operation.Add add;
    private final Function function;

    AddStep(Operation.Add add) {
      this.add = add;
      this.function = new Function(add.function());
    }

    @Override
    public void forward(Pass pass) {
      double[] out = pass.values()[add.output()];
      for (int input : add.inputs()) {
        double[] in = pass.values()[input];
        for (int i = 0; i < out.length; i++) {
          out[i] += in[i];
        }
      }
      function.apply(out);
    }

    @Override
    public void backward(Pass pass) {
      double[] at = function.backward(pass.atValues()[add.output()]);
      for (int input : add.inputs()) {
        double[] atIn = pass.atValues()[input];
        for (int i = 0; i < at.length; i++) {
          atIn[i] += at[i];
        }
      }
    }
  }

  /** The mean of every map. */
  final class MeanStep implements Step {

    private final Operation.Mean mean;

    MeanStep(Operation.Mean mean) {
      this.mean = mean;
    }

    @Override
    public void forward(Pass pass) {
      double[] in = pass.values()[mean.input()];
      double[] out = pass.values()[mean.output()];
      int plane = in.length / out.length;
      for (int i = 0; i < in.length; i++) {
        out[i / plane] += in[i] / plane;
      }
    }

    @Override
    public void backward(Pass pass) {
      double[] at = pass.atValues()[mean.output()];
      double[] atIn = pass.atValues()[mean.input()];
      int plane = atIn.length / at.length;
      for (int i = 0; i < atIn.length; i++) {
        atIn[i] += at[i / plane] / plane;
      }
    }
  }
}
