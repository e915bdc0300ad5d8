package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NativeDense} at work: keeps the activation for the backward pass. */
final class NativeDenseLayer extends DenseLayer {

  private static final long serialVersionUID = 1L;

  private final transient Kernels kernels = new Kernels();
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
        ActivationStep.apply(
            layerConf().getActivationFn(), z, training, new Pass(kernels, workspaces));
    forward = training ? step : null;
    return step.result();
  }

  /** The stock product through libnd4j's operations, where neither norm nor mask is asked for. */
  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    assertInputSet(forBackprop);
    applyDropOutIfNecessary(training, workspaces);
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
    if (hasLayerNorm() || maskArray != null || !Matrices.fit(input, weights)) {
      return super.preOutputWithPreNorm(training, forBackprop, workspaces);
    }
    INDArray bias =
        hasBias()
            ? getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces)
            : null;
    Pass pass = new Pass(kernels, workspaces);
    INDArray z = Matrices.preActivation(input.castTo(dataType), weights, bias, pass);
    return new Pair<>(z, z);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    if (forward == null || maskArray != null) {
      return super.backpropGradient(gradientAtResult, workspaces);
    }
    assertInputSet(true);
    Pass pass = new Pass(kernels, workspaces);
    INDArray arriving = pass.contiguous(gradientAtResult, ArrayType.BP_WORKING_MEM);
    INDArray atZ = forward.backward(arriving, pass);
    forward = null;
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
    Gradient result =
        Matrices.ofParameters(input.castTo(dataType), atZ, gradientViews, hasBias(), pass);
    INDArray atInput = Matrices.atInput(weights, atZ, pass);
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
