package io.catwalk.models.layers;

import java.util.Map;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradients of z = x·W + b, for x [minibatch, in], W [in, out], b [out]. */
final class MatrixGradients {

  private MatrixGradients() {}

  /** Fills the gradient views of W and, where there is one, b. */
  static Gradient ofParameters(
      INDArray input, INDArray atZ, Map<String, INDArray> views, boolean hasBias) {
    INDArray atWeights = views.get(DefaultParamInitializer.WEIGHT_KEY);
    Nd4j.gemm(input, atZ, atWeights, true, false, 1.0, 0.0);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, atWeights);
    if (hasBias) {
      INDArray atBiases = views.get(DefaultParamInitializer.BIAS_KEY);
      atZ.sum(atBiases, 0);
      gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, atBiases);
    }
    return gradient;
  }

  static INDArray atInput(INDArray weights, INDArray atZ, LayerWorkspaceMgr workspaces) {
    INDArray transposed =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD,
            atZ.dataType(),
            new long[] {weights.size(0), atZ.size(0)},
            'f');
    return weights.mmuli(atZ.transpose(), transposed).transpose();
  }
}
