package io.catwalk.models.engine.reference;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Parameter;

/**
 * Batch normalisation (Ioffe and Szegedy, Batch normalization: accelerating deep network training
 * by reducing internal covariate shift, 2015).
 */
final class NormaliseStep implements Step {

  private final Operation.Normalise normalise;
  private final Function function;
  private double[] mean = {};
  private double[] inverse = {};

  NormaliseStep(Operation.Normalise normalise) {
    this.normalise = normalise;
    this.function = new Function(normalise.function());
  }

  @Override
  public void forward(Pass pass) {
    double[] in = pass.values()[normalise.input()];
    double[] out = pass.values()[normalise.output()];
    int channels = pass.extent(normalise.input()).channels();
    inverse = new double[channels];
    mean = means(pass, in, new double[channels], 1);
    double[] variance = means(pass, in, mean, 2);
    for (int c = 0; c < channels; c++) {
      if (pass.training()) {
        move(pass, c, variance[c]);
      } else {
        mean[c] = pass.parameters()[pass.at(normalise.mean()) + c];
        variance[c] = running(pass, c);
      }
      inverse[c] = 1 / Math.sqrt(variance[c] + normalise.epsilon());
    }
    for (int i = 0; i < in.length; i++) {
      int c = channel(pass, i);
      out[i] = gamma(pass, c) * (in[i] - mean[c]) * inverse[c] + beta(pass, c);
    }
    function.apply(out);
  }

  /** The mean of (x − shift)^power, a channel. */
  private double[] means(Pass pass, double[] values, double[] shift, int power) {
    double[] means = new double[shift.length];
    for (int i = 0; i < values.length; i++) {
      int c = channel(pass, i);
      double difference = values[i] - shift[c];
      means[c] +=
          (power == 1 ? difference : difference * difference) * shift.length / values.length;
    }
    return means;
  }

  @Override
  public void backward(Pass pass) {
    double[] in = pass.values()[normalise.input()];
    double[] atIn = pass.atValues()[normalise.input()];
    double[] at = function.backward(pass.atValues()[normalise.output()]);
    double[] sum = new double[mean.length];
    double[] product = new double[mean.length];
    for (int i = 0; i < at.length; i++) {
      int c = channel(pass, i);
      sum[c] += at[i];
      product[c] += at[i] * (in[i] - mean[c]) * inverse[c];
    }
    double values = (double) in.length / mean.length;
    for (int i = 0; i < at.length; i++) {
      int c = channel(pass, i);
      double normalised = (in[i] - mean[c]) * inverse[c];
      double direct = gamma(pass, c) * inverse[c];
      atIn[i] +=
          pass.training()
              ? direct * (at[i] - sum[c] / values - normalised * product[c] / values)
              : direct * at[i];
    }
    normalise.scale().gamma().ifPresent(gamma -> add(pass, gamma, product));
    normalise.scale().beta().ifPresent(beta -> add(pass, beta, sum));
  }

  private static void add(Pass pass, int parameter, double[] amounts) {
    for (int c = 0; c < amounts.length; c++) {
      pass.gradient()[pass.at(parameter) + c] += amounts[c];
    }
  }

  private double gamma(Pass pass, int channel) {
    Operation.Scale scale = normalise.scale();
    return scale.gamma().isPresent()
        ? pass.parameters()[pass.at(scale.gamma().getAsInt()) + channel]
        : scale.fixedGamma().getAsDouble();
  }

  private double beta(Pass pass, int channel) {
    Operation.Scale scale = normalise.scale();
    return scale.beta().isPresent()
        ? pass.parameters()[pass.at(scale.beta().getAsInt()) + channel]
        : scale.fixedBeta().getAsDouble();
  }

  private boolean isLog(Pass pass) {
    return pass.parameter(normalise.variance()).kind() == Parameter.Kind.RUNNING_LOG_DEVIATION;
  }

  private double running(Pass pass, int channel) {
    double stored = pass.parameters()[pass.at(normalise.variance()) + channel];
    return isLog(pass) ? Math.pow(10, 2 * stored) : stored;
  }

  /** Running statistics towards the minibatch's. */
  private void move(Pass pass, int channel, double variance) {
    double decay = normalise.decay();
    int at = pass.at(normalise.mean()) + channel;
    pass.parameters()[at] = decay * pass.parameters()[at] + (1 - decay) * mean[channel];
    double moved = decay * running(pass, channel) + (1 - decay) * variance;
    pass.parameters()[pass.at(normalise.variance()) + channel] =
        isLog(pass) ? Math.log10(moved) / 2 : moved;
  }

  private int channel(Pass pass, int index) {
    Extent extent = pass.extent(normalise.input());
    return index / (extent.height() * extent.width()) % extent.channels();
  }
}
