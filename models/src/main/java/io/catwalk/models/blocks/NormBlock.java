package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Batch normalisation, of maps by channel or of values, and the activation behind it. */
public record NormBlock(ActivationFunction activation) implements Block {

  /** The usual one. */
  public static NormBlock relu() {
    return new NormBlock(ActivationFunction.RELU);
  }

  @Override
  public String kind() {
    return "norm";
  }

  @Override
  public Extent output(Extent input) {
    return input;
  }

  @Override
  public List<Layer> layers() {
    Layer norm = Layers.batchNorm();
    return activation == ActivationFunction.IDENTITY
        ? List.of(norm)
        : List.of(norm, Layers.activation(activation.function()));
  }
}
