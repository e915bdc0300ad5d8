package io.catwalk.models.layers;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's two-dimensional convolution, computed by libnd4j's {@code conv2d} instead of im2col, with
 * max pooling as an optional last step.
 *
 * <p>Maps [minibatch, in, height, width] become [minibatch, out, height', width'] (or the same with
 * channels last). Parameters are those of {@link ConvolutionLayer}: biases, then weights [out, in,
 * kernel height, kernel width] in c order, so that parameters trained here serve there and the
 * other way round. All settings of the stock layer apply.
 *
 * <p>The first layer of a {@code MultiLayerNetwork} computes no gradient at its input, since
 * training never uses it. Whoever needs it (saliency maps, an input preprocessor of one's own in
 * front of layer 0) sets {@link #setInputGradient} or takes {@link InputGradient}.
 */
public class NativeConvolution extends ConvolutionLayer {

  private static final long serialVersionUID = 1L;

  private Pool pool;
  private boolean inputGradient;

  /** For deserialisation. */
  public NativeConvolution() {}

  protected NativeConvolution(Builder builder) {
    super(builder);
    this.pool = builder.pool;
    this.inputGradient = builder.inputGradient;
  }

  /** The pooling behind the activation, or null for none. */
  public Pool getPool() {
    return pool;
  }

  public void setPool(Pool pool) {
    this.pool = pool;
  }

  /** Whether the gradient at the input is computed even where this is a network's first layer. */
  public boolean isInputGradient() {
    return inputGradient;
  }

  public void setInputGradient(boolean inputGradient) {
    this.inputGradient = inputGradient;
  }

  Window window() {
    return new Window(
        getKernelSize(),
        getStride(),
        getPadding(),
        getDilation(),
        getConvolutionMode(),
        getCnn2dDataFormat());
  }

  /** What there is to be pooled: the output's type, were there no pooling. */
  public InputType unpooledType(int layerIndex, InputType inputType) {
    return super.getOutputType(layerIndex, inputType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputType maps = unpooledType(layerIndex, inputType);
    return pool == null ? maps : pool.outputType(maps, layerIndex, getLayerName());
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    InputPreProcessor preProcessor = super.getPreProcessorForInputType(inputType);
    // A preprocessor in front of layer 0 is given the gradient and does not take null.
    inputGradient |= preProcessor != null;
    return preProcessor;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    LayerValidation.assertNInNOutSet(
        "NativeConvolution", getLayerName(), layerIndex, getNIn(), getNOut());
    NativeConvolutionLayer layer = new NativeConvolutionLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public NativeConvolution clone() {
    NativeConvolution clone = (NativeConvolution) super.clone();
    clone.setDilation(getDilation().clone());
    return clone;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeConvolution
        && super.equals(other)
        && Objects.equals(pool, ((NativeConvolution) other).pool)
        && inputGradient == ((NativeConvolution) other).inputGradient;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof NativeConvolution;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), pool, inputGradient);
  }

  @Override
  public String toString() {
    return "NativeConvolution(" + super.toString() + ", pool=" + pool + ")";
  }

  /** All of the stock builder's settings, and pooling. */
  public static class Builder extends ConvolutionLayer.Builder {

    private Pool pool;
    private boolean inputGradient;

    /** A kernel of 5×5 until {@link #kernelSize} says otherwise, as in DL4J. */
    public Builder() {}

    public Builder(int... kernelSize) {
      super(kernelSize);
    }

    /** Pools the activations; null for no pooling. */
    public Builder pool(Pool pool) {
      this.pool = pool;
      return this;
    }

    /** See {@link NativeConvolution#setInputGradient}. */
    public Builder inputGradient(boolean inputGradient) {
      this.inputGradient = inputGradient;
      return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public NativeConvolution build() {
      ConvolutionUtils.validateConvolutionModePadding(convolutionMode, padding);
      ConvolutionUtils.validateCnnKernelStridePadding(kernelSize, stride, padding);
      return new NativeConvolution(this);
    }
  }
}
