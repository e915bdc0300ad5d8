package io.catwalk.models.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J's output layer, from [minibatch, in] to [minibatch, classes]. Softmax with cross entropy
 * (soft labels too) computes its probabilities once for score and gradient; with any other loss,
 * class weights or masks it does what the stock layer does.
 */
public class NativeOutput extends OutputLayer {

  private static final long serialVersionUID = 1L;

  private boolean weighted;

  /** For deserialisation. */
  public NativeOutput() {}

  /** Whether a target's numbers add up to the weight of its example, not to 1. */
  public boolean isWeighted() {
    return weighted;
  }

  public void setWeighted(boolean weighted) {
    this.weighted = weighted;
  }

  /** Whether every such layer of a network takes weighted targets. */
  public static void weighAll(MultiLayerConfiguration network, boolean weighted) {
    for (NeuralNetConfiguration layer : network.getConfs()) {
      if (layer.getLayer() instanceof NativeOutput output) {
        output.setWeighted(weighted);
      }
    }
  }

  protected NativeOutput(Builder builder) {
    super(builder);
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
        "NativeOutput", getLayerName(), layerIndex, getNIn(), getNOut());
    NativeOutputLayer layer = new NativeOutputLayer(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeOutput output
        && super.equals(other)
        && weighted == output.weighted;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof NativeOutput;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + 1;
  }

  /** All of the stock builder's settings. */
  public static class Builder extends OutputLayer.Builder {

    public Builder(LossFunction loss) {
      super(loss);
    }

    public Builder(ILossFunction loss) {
      super(loss);
    }

    @Override
    @SuppressWarnings("unchecked")
    public NativeOutput build() {
      return new NativeOutput(this);
    }
  }
}
