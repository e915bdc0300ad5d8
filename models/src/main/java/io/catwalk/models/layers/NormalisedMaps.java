package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation of maps [N, C, H, W], relu and max pooling, forward and backward.
 *
 * <p>For gamma ≥ 0 the maximum commutes with y = gamma·x̂ + beta as it does with relu, so all but
 * the centring happens on what the pooling leaves. A channel with gamma &lt; 0 is negated first,
 * together with its gamma.
 */
final class NormalisedMaps {

  private final Affine affine;
  private final ChannelStatistics statistics;
  private final Window window;
  private final double[] sign;
  private final boolean training;
  private final INDArray centred;
  private final INDArray pooled;
  private final ActivationStep activation;

  private NormalisedMaps(
      Affine affine,
      ChannelStatistics statistics,
      Window window,
      double[] sign,
      boolean training,
      INDArray centred,
      INDArray pooled,
      ActivationStep activation) {
    this.affine = affine;
    this.statistics = statistics;
    this.window = window;
    this.sign = sign;
    this.training = training;
    this.centred = centred;
    this.pooled = pooled;
    this.activation = activation;
  }

  /**
   * @param epsilon is added to variances
   * @param gamma factor of every channel
   * @param beta shift of every channel
   */
  record Affine(double epsilon, double[] gamma, double[] beta) {}

  /** Gradients at gamma, beta and the maps. */
  record Gradients(double[] gamma, double[] beta, INDArray input) {}

  /** Normalises by the minibatch's own statistics. */
  static NormalisedMaps train(INDArray maps, Affine affine, boolean relu, Pool pool, Pass pass) {
    double[] mean = Channels.means(maps, pass, ArrayType.FF_WORKING_MEM);
    INDArray centred = pass.like(maps, ArrayType.ACTIVATIONS);
    pass.kernels().subtract(maps, vector(mean, maps, pass, ArrayType.FF_WORKING_MEM), centred);
    INDArray squared = pass.like(maps, ArrayType.FF_WORKING_MEM);
    Nd4j.getExecutioner().exec(new Square(centred, squared));
    double[] variance = Channels.means(squared, pass, ArrayType.FF_WORKING_MEM);
    return apply(centred, new ChannelStatistics(mean, variance), affine, relu, pool, true, pass);
  }

  /** Normalises by given statistics, for inference. */
  static NormalisedMaps infer(
      INDArray maps,
      ChannelStatistics statistics,
      Affine affine,
      boolean relu,
      Pool pool,
      Pass pass) {
    double[] inverse = statistics.inverseDeviation(affine.epsilon());
    double[] shifted = new double[inverse.length];
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] = affine.beta()[c] - affine.gamma()[c] * inverse[c] * statistics.mean()[c];
    }
    Affine folded = new Affine(affine.epsilon(), affine.gamma(), shifted);
    INDArray source = maps;
    if (pool != null && hasNegative(affine.gamma())) {
      source = pass.copy(maps, ArrayType.FF_WORKING_MEM);
    }
    return apply(source, statistics, folded, relu, pool, false, pass);
  }

  private static NormalisedMaps apply(
      INDArray centred,
      ChannelStatistics statistics,
      Affine affine,
      boolean relu,
      Pool pool,
      boolean training,
      Pass pass) {
    double[] gamma = affine.gamma();
    boolean negate = pool != null && hasNegative(gamma);
    double[] sign = new double[gamma.length];
    double[] inverse = statistics.inverseDeviation(affine.epsilon());
    double[] scale = new double[gamma.length];
    for (int c = 0; c < gamma.length; c++) {
      sign[c] = negate && gamma[c] < 0 ? -1 : 1;
      scale[c] = sign[c] * gamma[c] * inverse[c];
    }
    if (negate) {
      pass.kernels()
          .multiply(centred, vector(sign, centred, pass, ArrayType.FF_WORKING_MEM), centred);
    }
    Window window = pool == null ? null : pool.window(CNN2DFormat.NCHW);
    INDArray pooled = centred;
    if (window != null) {
      pooled =
          pass.create(
              ArrayType.ACTIVATIONS,
              centred.dataType(),
              window.outputShape(centred, centred.size(1)));
      pass.kernels().maxPool(centred, window, pooled);
    }
    INDArray y = pass.like(pooled, ArrayType.ACTIVATIONS);
    pass.kernels().multiply(pooled, vector(scale, y, pass, ArrayType.FF_WORKING_MEM), y);
    pass.kernels().add(y, vector(affine.beta(), y, pass, ArrayType.FF_WORKING_MEM), y);
    IActivation function = relu ? new ActivationReLU() : new ActivationIdentity();
    ActivationStep step = ActivationStep.apply(function, y, training, pass);
    return new NormalisedMaps(affine, statistics, window, sign, training, centred, pooled, step);
  }

  INDArray result() {
    return activation.result();
  }

  ChannelStatistics statistics() {
    return statistics;
  }

  /** From the gradient at the result, once only. */
  Gradients backward(INDArray atResult, Pass pass) {
    INDArray atY = activation.backward(atResult, pass);
    INDArray product = pass.like(atY, ArrayType.BP_WORKING_MEM);
    pass.kernels().multiply(atY, pooled, product);
    double[] sumAtY = Channels.sums(atY, pass, ArrayType.BP_WORKING_MEM);
    double[] sumProduct = Channels.sums(product, pass, ArrayType.BP_WORKING_MEM);
    double[] inverse = statistics.inverseDeviation(affine.epsilon());

    double values = (double) centred.length() / inverse.length;
    double[] gamma = new double[inverse.length];
    double[] beta = new double[inverse.length];
    double[] direct = new double[inverse.length];
    double[] slope = new double[inverse.length];
    double[] shift = new double[inverse.length];
    for (int c = 0; c < inverse.length; c++) {
      beta[c] = sumAtY[c];
      double withCentred = sign[c] * sumProduct[c];
      double centring = training ? 0 : statistics.mean()[c] * beta[c];
      gamma[c] = (withCentred - centring) * inverse[c];
      direct[c] = affine.gamma()[c] * inverse[c];
      shift[c] = -direct[c] * beta[c] / values;
      slope[c] = -sign[c] * direct[c] * gamma[c] * inverse[c] / values;
    }
    return new Gradients(gamma, beta, atMaps(atY, product, direct, slope, shift, pass));
  }

  /**
   * direct·(gradient at y, spread over the windows) + slope·centred + shift, of which the last two
   * come from the statistics: none where they were given.
   */
  private INDArray atMaps(
      INDArray atY, INDArray scaled, double[] direct, double[] slope, double[] shift, Pass pass) {
    INDArray atMaps = pass.like(centred, ArrayType.ACTIVATION_GRAD);
    INDArray factors = vector(direct, atY, pass, ArrayType.BP_WORKING_MEM);
    if (window == null) {
      pass.kernels().multiply(atY, factors, atMaps);
    } else {
      pass.kernels().multiply(atY, factors, scaled);
      pass.kernels().maxPoolBackward(centred, scaled, window, atMaps);
    }
    if (!training) {
      return atMaps;
    }
    pass.kernels()
        .multiply(centred, vector(slope, centred, pass, ArrayType.BP_WORKING_MEM), centred);
    pass.kernels().add(centred, vector(shift, centred, pass, ArrayType.BP_WORKING_MEM), centred);
    return atMaps.addi(centred);
  }

  private static boolean hasNegative(double[] values) {
    for (double value : values) {
      if (value < 0) {
        return true;
      }
    }
    return false;
  }

  private static INDArray vector(double[] values, INDArray over, Pass pass, ArrayType type) {
    return Channels.broadcastable(values, over.dataType(), pass, type);
  }
}
