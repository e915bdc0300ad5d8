package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NativeDense} at work: keeps the activation for the backward pass. */
final class NativeDenseLayer extends DenseLayer {

  private static final long serialVersionUID = 1L;

  private transient ActivationStep forward;

  NativeDenseLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    forward = null;
    if (hasLayerNorm() || maskArray != null) {
      return super.activate(training, workspaces);
    }
    INDArray z = preOutput(training, workspaces);
    ActivationStep step =
        ActivationStep.apply(layerConf().getActivationFn(), z, training, workspaces);
    forward = training ? step : null;
    return step.result();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    if (forward == null || maskArray != null) {
      return super.backpropGradient(gradientAtResult, workspaces);
    }
    assertInputSet(true);
    INDArray atZ = forward.backward(gradientAtResult, workspaces);
    forward = null;
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
    Gradient result =
        MatrixGradients.ofParameters(input.castTo(dataType), atZ, gradientViews, hasBias());
    INDArray atInput = MatrixGradients.atInput(weights, atZ, workspaces);
    weightNoiseParams.clear();
    return new Pair<>(result, backpropDropOutIfPresent(atInput));
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    super.setInput(input, workspaces);
    forward = null;
  }

  @Override
  public void clear() {
    super.clear();
    forward = null;
  }
}
