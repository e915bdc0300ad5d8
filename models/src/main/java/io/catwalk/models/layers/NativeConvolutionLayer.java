package io.catwalk.models.layers;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link NativeConvolution} at work. What the forward pass computed is kept for the backward pass,
 * where DL4J's layer computes it again.
 */
final class NativeConvolutionLayer extends ConvolutionLayer {

  private static final long serialVersionUID = 1L;
  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIASES = ConvolutionParamInitializer.BIAS_KEY;

  private transient PooledActivation forward;

  NativeConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private NativeConvolution settings() {
    return (NativeConvolution) layerConf();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    PooledActivation activated = compute(training, workspaces);
    forward = training ? activated : null;
    return activated.result();
  }

  private PooledActivation compute(boolean training, LayerWorkspaceMgr workspaces) {
    validateInputRank();
    INDArray weights = getParamWithNoise(WEIGHTS, training, workspaces);
    INDArray biases = hasBias() ? getParamWithNoise(BIASES, training, workspaces) : null;
    validateInputDepth(weights.size(1));
    NativeConvolution settings = settings();
    Window window = settings.window();
    INDArray maps =
        Arrays4d.contiguous(input.castTo(dataType), workspaces, ArrayType.FF_WORKING_MEM);
    INDArray z =
        workspaces.createUninitialized(
            PooledActivation.inputArray(settings.getPool(), training),
            dataType,
            window.outputShape(maps, weights.size(0)),
            'c');
    Kernels.convolve(maps, weights, biases, window, z);
    return PooledActivation.apply(
        settings.getActivationFn(),
        settings.getPool(),
        settings.getCnn2dDataFormat(),
        z,
        training,
        workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    PooledActivation activated = forward == null ? compute(true, workspaces) : forward;
    forward = null;
    INDArray arriving =
        Arrays4d.contiguous(
            gradientAtResult.castTo(dataType), workspaces, ArrayType.BP_WORKING_MEM);
    PooledActivation.Gradients gradients = activated.backward(arriving, workspaces);
    INDArray maps =
        Arrays4d.contiguous(input.castTo(dataType), workspaces, ArrayType.BP_WORKING_MEM);

    INDArray atInput =
        needsInputGradient()
            ? backpropDropOutIfPresent(allGradients(maps, gradients.full(), workspaces))
            : parameterGradients(maps, gradients, workspaces);
    weightNoiseParams.clear();
    Gradient result = new DefaultGradient();
    if (hasBias()) {
      result.setGradientFor(BIASES, gradientViews.get(BIASES));
    }
    result.setGradientFor(WEIGHTS, gradientViews.get(WEIGHTS), 'c');
    return new Pair<>(result, atInput);
  }

  private boolean needsInputGradient() {
    return index > 0 || settings().isInputGradient();
  }

  private INDArray allGradients(INDArray maps, INDArray atZ, LayerWorkspaceMgr workspaces) {
    INDArray atInput =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, maps.shape(), 'c');
    convolveBackward(maps, atZ, atInput, workspaces);
    return atInput;
  }

  private void convolveBackward(
      INDArray maps, INDArray atZ, INDArray atInput, LayerWorkspaceMgr workspaces) {
    Kernels.convolveBackward(
        maps,
        getParamWithNoise(WEIGHTS, true, workspaces),
        hasBias() ? getParamWithNoise(BIASES, true, workspaces) : null,
        atZ,
        settings().window(),
        atInput,
        gradientViews.get(WEIGHTS),
        hasBias() ? gradientViews.get(BIASES) : null);
  }

  /** The gradients of weights and biases alone; returns null as the gradient at the input. */
  private INDArray parameterGradients(
      INDArray maps, PooledActivation.Gradients gradients, LayerWorkspaceMgr workspaces) {
    Window window = settings().window();
    INDArray atZ = gradients.full();
    INDArray atWeights = gradientViews.get(WEIGHTS);
    if (!WeightGradient.pays(maps, atZ, atWeights, window)) {
      INDArray unused =
          workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, maps.shape(), 'c');
      convolveBackward(maps, atZ, unused, workspaces);
      return null;
    }
    WeightGradient.compute(maps, atZ, atWeights, window, workspaces);
    if (hasBias()) {
      INDArray atBiases = gradientViews.get(BIASES);
      gradients.compact().sum(atBiases.reshape(atBiases.length()), 0, 2, 3);
    }
    return null;
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

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    Pair<INDArray, MaskState> convolved = super.feedForwardMaskArray(mask, state, minibatchSize);
    Pool pool = settings().getPool();
    if (pool == null || convolved.getFirst() == null) {
      return convolved;
    }
    INDArray pooled = pool.reduceMask(convolved.getFirst());
    return new Pair<>(pooled, convolved.getSecond());
  }
}
