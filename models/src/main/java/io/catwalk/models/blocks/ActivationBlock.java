package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/** An activation function alone. */
public record ActivationBlock(ActivationFunction function) implements Block {

  @Override
  public String kind() {
    return "activation";
  }

  @Override
  public Extent output(Extent input) {
    return input;
  }

  @Override
  public List<Layer> layers() {
    return List.of(Layers.activation(function.function()));
  }
}
