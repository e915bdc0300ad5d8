package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation function and the max pooling behind it, as one step.
 *
 * <p>A monotone function commutes with the maximum, so it is applied to what the pooling leaves: a
 * quarter of the work for windows of 2×2, forward and backward.
 */
final class PooledActivation {

  private final Window window;
  private final boolean poolFirst;
  private final INDArray poolInput;
  private final ActivationStep activation;
  private final INDArray result;

  private PooledActivation(
      Window window,
      boolean poolFirst,
      INDArray poolInput,
      ActivationStep activation,
      INDArray result) {
    this.window = window;
    this.poolFirst = poolFirst;
    this.poolInput = poolInput;
    this.activation = activation;
    this.result = result;
  }

  /** Where the caller should put {@code z}: it only outlives the layer's forward pass if needed. */
  static ArrayType inputArray(Pool pool, boolean training) {
    return pool != null && !training ? ArrayType.FF_WORKING_MEM : ArrayType.ACTIVATIONS;
  }

  /**
   * @param pool null for none
   * @param z the pre-activation, which is overwritten
   */
  static PooledActivation apply(
      IActivation function,
      Pool pool,
      CNN2DFormat format,
      INDArray z,
      boolean training,
      Pass pass) {
    if (pool == null) {
      ActivationStep step = ActivationStep.apply(function, z, training, pass);
      return new PooledActivation(null, false, null, step, step.result());
    }
    Window window = pool.window(format);
    if (ActivationStep.isMonotone(function)) {
      INDArray pooled = pool(z, window, pass);
      ActivationStep step = ActivationStep.apply(function, pooled, training, pass);
      return new PooledActivation(window, true, z, step, step.result());
    }
    ActivationStep step = ActivationStep.apply(function, z, training, pass);
    INDArray pooled = pool(step.result(), window, pass);
    return new PooledActivation(window, false, step.result(), step, pooled);
  }

  private static INDArray pool(INDArray maps, Window window, Pass pass) {
    long channels = maps.size(window.channelsLast() ? 3 : 1);
    INDArray pooled =
        pass.create(ArrayType.ACTIVATIONS, maps.dataType(), window.outputShape(maps, channels));
    pass.kernels().maxPool(maps, window, pooled);
    return pooled;
  }

  INDArray result() {
    return result;
  }

  /** From the gradient at the result to the gradient at {@code z}; once only. */
  Gradients backward(INDArray gradient, Pass pass) {
    if (window == null) {
      INDArray full = activation.backward(gradient, pass);
      return new Gradients(full, full);
    }
    if (poolFirst) {
      INDArray pooled = activation.backward(gradient, pass);
      return new Gradients(spread(pooled, pass), pooled);
    }
    INDArray full = activation.backward(spread(gradient, pass), pass);
    return new Gradients(full, full);
  }

  private INDArray spread(INDArray pooledGradient, Pass pass) {
    INDArray full = pass.create(ArrayType.BP_WORKING_MEM, poolInput.dataType(), poolInput.shape());
    pass.kernels().maxPoolBackward(poolInput, pooledGradient, window, full);
    return full;
  }

  /**
   * @param full gradient at the pre-activation
   * @param compact an array with the same sum over every channel as {@code full}, and no larger
   */
  record Gradients(INDArray full, INDArray compact) {}
}
