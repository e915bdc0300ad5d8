package io.catwalk.models.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's pooling without the questions it asks libnd4j before every step. Maps [minibatch,
 * channels, height, width] become [minibatch, channels, height', width']. Maximum and average are
 * computed here, other kinds as the stock layer does.
 */
public class NativePooling extends SubsamplingLayer {

  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public NativePooling() {}

  protected NativePooling(Builder builder) {
    super(builder);
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

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    NativePoolingLayer layer = new NativePoolingLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public NativePooling clone() {
    return (NativePooling) super.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativePooling && super.equals(other);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof NativePooling;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + 1;
  }

  /** All of the stock builder's settings. */
  public static class Builder extends SubsamplingLayer.Builder {

    public Builder(org.deeplearning4j.nn.conf.layers.PoolingType type) {
      super(type);
    }

    @Override
    @SuppressWarnings("unchecked")
    public NativePooling build() {
      if (poolingType == org.deeplearning4j.nn.conf.layers.PoolingType.PNORM && pnorm <= 0) {
        throw new IllegalStateException("expected pnorm of at least 1, found " + pnorm);
      }
      ConvolutionUtils.validateConvolutionModePadding(convolutionMode, padding);
      ConvolutionUtils.validateCnnKernelStridePadding(kernelSize, stride, padding);
      return new NativePooling(this);
    }
  }
}
