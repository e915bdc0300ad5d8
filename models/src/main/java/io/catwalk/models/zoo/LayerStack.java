package io.catwalk.models.zoo;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInit;

/** Piles layers up to a network. */
public final class LayerStack {

  private final NeuralNetConfiguration.ListBuilder layers;

  public LayerStack(Hyperparameters hyperparameters, WeightInit weights) {
    layers =
        new NeuralNetConfiguration.Builder()
            .seed(hyperparameters.seed())
            .updater(hyperparameters.updater())
            .weightInit(weights)
            .list();
  }

  public LayerStack add(List<Layer> block) {
    block.forEach(layers::layer);
    return this;
  }

  public LayerStack add(Layer layer) {
    layers.layer(layer);
    return this;
  }

  /** For images of this shape. */
  public MultiLayerConfiguration build(ImageShape input) {
    return build(InputType.convolutional(input.height(), input.width(), input.channels()));
  }

  /** For anything else. */
  public MultiLayerConfiguration build(InputType input) {
    return layers.setInputType(input).build();
  }
}
