package io.catwalk.models.layers;

import java.util.Set;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One application of an activation function, with what its derivative will need.
 *
 * <p>Identity needs nothing. The derivative of relu is the sign of its result, so that the
 * pre-activation may be overwritten; libnd4j's own {@code relu_bp} takes several times as long. Any
 * other function keeps its pre-activation and asks {@link IActivation#backprop}.
 */
final class ActivationStep {

  /** Monotone functions, which commute with the maximum: max f(z) = f(max z). */
  private static final Set<Class<? extends IActivation>> MONOTONE =
      Set.of(
          ActivationCube.class,
          ActivationHardSigmoid.class,
          ActivationHardTanH.class,
          ActivationIdentity.class,
          ActivationReLU6.class,
          ActivationSELU.class,
          ActivationSigmoid.class,
          ActivationSoftPlus.class,
          ActivationSoftSign.class,
          ActivationTanH.class);

  private final IActivation function;
  private final INDArray result;
  private final INDArray preActivation;

  private ActivationStep(IActivation function, INDArray result, INDArray preActivation) {
    this.function = function;
    this.result = result;
    this.preActivation = preActivation;
  }

  /** Applies the function to {@code z}, in place. */
  static ActivationStep apply(IActivation function, INDArray z, boolean training, Pass pass) {
    boolean keep = training && !isIdentity(function) && !isPlainRelu(function);
    INDArray preActivation = keep ? pass.copy(z, ArrayType.ACTIVATIONS) : null;
    if (isPlainRelu(function)) {
      pass.kernels().relu(z, z);
      return new ActivationStep(function, z, preActivation);
    }
    return new ActivationStep(function, function.getActivation(z, training), preActivation);
  }

  static boolean isMonotone(IActivation function) {
    return isPlainRelu(function) || MONOTONE.contains(function.getClass());
  }

  private static boolean isIdentity(IActivation function) {
    return function.getClass() == ActivationIdentity.class;
  }

  /** Relu as such: neither leaking, nor with another threshold, nor with a ceiling. */
  private static boolean isPlainRelu(IActivation function) {
    if (function.getClass() != ActivationReLU.class) {
      return false;
    }
    ActivationReLU relu = (ActivationReLU) function;
    return isZero(relu.getNegativeSlope()) && isZero(relu.getThreshold()) && relu.getMax() == null;
  }

  private static boolean isZero(Double value) {
    return value == null || value == 0.0;
  }

  INDArray result() {
    return result;
  }

  /** From the gradient at the result to the gradient at the pre-activation; once only. */
  INDArray backward(INDArray gradient, Pass pass) {
    if (isIdentity(function)) {
      return gradient;
    }
    if (preActivation != null) {
      return function.backprop(preActivation, gradient).getFirst();
    }
    INDArray masked = pass.like(result, ArrayType.BP_WORKING_MEM);
    Nd4j.getExecutioner().exec(new Sign(result, masked));
    pass.kernels().multiply(masked, gradient, masked);
    return masked;
  }
}
