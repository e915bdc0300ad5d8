package io.catwalk.models.layers;

import java.util.Map;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * z = x·W + b and its gradients, for x [minibatch, in], W [in, out], b [out]. libnd4j's {@code
 * matmul} reaches oneDNN, which is two to four times as fast here as the BLAS that {@code
 * INDArray.mmul} calls.
 */
final class Matrices {

  private Matrices() {}

  /** Whether W can be applied to x; DL4J's own layers say best what is wrong where not. */
  static boolean fit(INDArray input, INDArray weights) {
    return input.rank() == 2 && input.size(1) == weights.size(0);
  }

  /**
   * @param bias null for none
   */
  static INDArray preActivation(INDArray input, INDArray weights, INDArray bias, Pass pass) {
    INDArray rows = pass.contiguous(input, ArrayType.FF_WORKING_MEM);
    INDArray z =
        pass.create(ArrayType.ACTIVATIONS, weights.dataType(), rows.size(0), weights.size(1));
    pass.kernels().matrixProduct(rows, false, weights, false, z);
    if (bias != null) {
      pass.kernels().addBias(z, bias, z);
    }
    return z;
  }

  /** Fills the gradient views of W and, where there is one, b. */
  static Gradient ofParameters(
      INDArray input, INDArray atZ, Map<String, INDArray> views, boolean hasBias, Pass pass) {
    INDArray rows = pass.contiguous(input, ArrayType.BP_WORKING_MEM);
    INDArray atWeights = views.get(DefaultParamInitializer.WEIGHT_KEY);
    pass.kernels().matrixProduct(rows, true, atZ, false, atWeights);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, atWeights);
    if (hasBias) {
      INDArray atBiases = views.get(DefaultParamInitializer.BIAS_KEY);
      pass.kernels().sumRows(atZ, atBiases);
      gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, atBiases);
    }
    return gradient;
  }

  static INDArray atInput(INDArray weights, INDArray atZ, Pass pass) {
    INDArray atInput =
        pass.create(ArrayType.ACTIVATION_GRAD, atZ.dataType(), atZ.size(0), weights.size(0));
    pass.kernels().matrixProduct(atZ, false, weights, true, atInput);
    return atInput;
  }
}
