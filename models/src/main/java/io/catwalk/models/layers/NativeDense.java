package io.catwalk.models.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's dense layer, from [minibatch, in] to [minibatch, out], without its second forward pass
 * during the backward pass. With layer normalisation or a mask it does what the stock layer does.
 */
public class NativeDense extends DenseLayer {

  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public NativeDense() {}

  private NativeDense(DenseLayer stock) {
    StockSettings.copy(stock, this);
    setHasBias(stock.hasBias());
    setHasLayerNorm(stock.hasLayerNorm());
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
        "NativeDense", getLayerName(), layerIndex, getNIn(), getNOut());
    NativeDenseLayer layer = new NativeDenseLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeDense && super.equals(other);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof NativeDense;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + 1;
  }

  /** All of the stock builder's settings. */
  public static class Builder extends DenseLayer.Builder {

    @Override
    @SuppressWarnings("unchecked")
    public NativeDense build() {
      return new NativeDense(super.build());
    }
  }
}
