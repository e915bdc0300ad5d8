package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.Operation;

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
