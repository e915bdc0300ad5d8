package io.catwalk.models.layers;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's batch normalisation (Ioffe and Szegedy, Batch normalization: accelerating deep network
 * training by reducing internal covariate shift, 2015), with relu and max pooling as optional last
 * steps.
 *
 * <p>Takes [minibatch, features] or maps [minibatch, channels, height, width]. Parameters, running
 * statistics and settings are those of {@link BatchNormalization}, so that a model trained with one
 * loads with the other. It departs from the stock layer in one point: a locked gamma or beta is
 * always applied, where the stock layer forgets one of them if the other has its default.
 */
public class NativeBatchNormalisation extends BatchNormalization {

  private static final long serialVersionUID = 1L;

  private boolean relu;
  private Pool pool;

  /** Batch normalisation alone, with DL4J's defaults. */
  public NativeBatchNormalisation() {}

  private NativeBatchNormalisation(BatchNormalization stock, boolean relu, Pool pool) {
    StockSettings.copy(stock, this);
    setDecay(stock.getDecay());
    setEps(stock.getEps());
    setMinibatch(stock.isMinibatch());
    setGamma(stock.getGamma());
    setBeta(stock.getBeta());
    setLockGammaBeta(stock.isLockGammaBeta());
    setCudnnAllowFallback(stock.isCudnnAllowFallback());
    setUseLogStd(stock.isUseLogStd());
    setCnn2DFormat(stock.getCnn2DFormat());
    this.relu = relu;
    this.pool = pool;
  }

  /** Whether negative values become zero after the normalisation. */
  public boolean isRelu() {
    return relu;
  }

  public void setRelu(boolean relu) {
    this.relu = relu;
  }

  /** The pooling behind it all, or null for none. */
  public Pool getPool() {
    return pool;
  }

  public void setPool(Pool pool) {
    this.pool = pool;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputType maps = super.getOutputType(layerIndex, inputType);
    if (pool == null) {
      return maps;
    }
    if (maps.getType() != InputType.Type.CNN) {
      throw new IllegalStateException(
          "expected feature maps where batch normalisation pools (layer index "
              + layerIndex
              + "), found "
              + inputType);
    }
    return pool.outputType(maps, layerIndex, getLayerName());
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    LayerValidation.assertNOutSet(
        "NativeBatchNormalisation", getLayerName(), layerIndex, getNOut());
    NativeBatchNormalisationLayer layer = new NativeBatchNormalisationLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public NativeBatchNormalisation clone() {
    return (NativeBatchNormalisation) super.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeBatchNormalisation
        && super.equals(other)
        && relu == ((NativeBatchNormalisation) other).relu
        && Objects.equals(pool, ((NativeBatchNormalisation) other).pool);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof NativeBatchNormalisation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), relu, pool);
  }

  @Override
  public String toString() {
    return "NativeBatchNormalisation("
        + super.toString()
        + ", relu="
        + relu
        + ", pool="
        + pool
        + ")";
  }

  /** All of the stock builder's settings, relu and pooling. */
  public static class Builder extends BatchNormalization.Builder {

    private boolean relu;
    private Pool pool;

    /** Applies relu to what was normalised. */
    public Builder relu(boolean relu) {
      this.relu = relu;
      return this;
    }

    /** Pools the result; null for no pooling. */
    public Builder pool(Pool pool) {
      this.pool = pool;
      return this;
    }

    @Override
    public NativeBatchNormalisation build() {
      return new NativeBatchNormalisation(super.build(), relu, pool);
    }
  }
}
