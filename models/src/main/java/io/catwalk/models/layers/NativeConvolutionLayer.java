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

  private final transient Kernels kernels = new Kernels();
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
    PooledActivation activated = compute(training, new Pass(kernels, workspaces));
    forward = training ? activated : null;
    return activated.result();
  }

  private PooledActivation compute(boolean training, Pass pass) {
    validateInputRank();
    INDArray weights = getParamWithNoise(WEIGHTS, training, pass.workspaces());
    INDArray biases = hasBias() ? getParamWithNoise(BIASES, training, pass.workspaces()) : null;
    validateInputDepth(weights.size(1));
    NativeConvolution settings = settings();
    Window window = settings.window();
    INDArray maps = pass.contiguous(input.castTo(dataType), ArrayType.FF_WORKING_MEM);
    ArrayType type = PooledActivation.inputArray(settings.getPool(), training);
    INDArray z = pass.create(type, dataType, window.outputShape(maps, weights.size(0)));
    kernels.convolve(maps, weights, biases, window, z);
    return PooledActivation.apply(
        settings.getActivationFn(),
        settings.getPool(),
        settings.getCnn2dDataFormat(),
        z,
        training,
        pass);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray gradientAtResult, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Pass pass = new Pass(kernels, workspaces);
    PooledActivation activated = forward == null ? compute(true, pass) : forward;
    forward = null;
    INDArray arriving =
        pass.contiguous(gradientAtResult.castTo(dataType), ArrayType.BP_WORKING_MEM);
    PooledActivation.Gradients gradients = activated.backward(arriving, pass);
    INDArray maps = pass.contiguous(input.castTo(dataType), ArrayType.BP_WORKING_MEM);

    INDArray atInput = null;
    if (index > 0 || settings().isInputGradient()) {
      atInput = pass.like(maps, ArrayType.ACTIVATION_GRAD);
      allGradients(maps, gradients.full(), atInput, pass);
      atInput = backpropDropOutIfPresent(atInput);
    } else {
      parameterGradients(maps, gradients, pass);
    }
    weightNoiseParams.clear();
    Gradient result = new DefaultGradient();
    if (hasBias()) {
      result.setGradientFor(BIASES, gradientViews.get(BIASES));
    }
    result.setGradientFor(WEIGHTS, gradientViews.get(WEIGHTS), 'c');
    return new Pair<>(result, atInput);
  }

  private void allGradients(INDArray maps, INDArray atZ, INDArray atInput, Pass pass) {
    kernels.convolveBackward(
        maps,
        getParamWithNoise(WEIGHTS, true, pass.workspaces()),
        hasBias() ? getParamWithNoise(BIASES, true, pass.workspaces()) : null,
        atZ,
        settings().window(),
        atInput,
        gradientViews.get(WEIGHTS),
        hasBias() ? gradientViews.get(BIASES) : null);
  }

  /** The gradients of weights and biases, where nobody needs the one at the input. */
  private void parameterGradients(INDArray maps, PooledActivation.Gradients gradients, Pass pass) {
    Window window = settings().window();
    INDArray atWeights = gradientViews.get(WEIGHTS);
    if (!WeightGradient.pays(maps, window)) {
      allGradients(maps, gradients.full(), pass.like(maps, ArrayType.BP_WORKING_MEM), pass);
      return;
    }
    WeightGradient.compute(maps, gradients.full(), atWeights, window, pass);
    if (hasBias()) {
      Channels.write(
          Channels.sums(gradients.compact(), pass, ArrayType.BP_WORKING_MEM),
          gradientViews.get(BIASES));
    }
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
