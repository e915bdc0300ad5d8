package io.catwalk.models.blocks;

import io.catwalk.models.layers.LayerKit;
import java.util.ArrayList;
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
  public List<Layer> layers(LayerKit kit) {
    return switch (activation) {
      case IDENTITY -> kit.batchNorm();
      case RELU -> kit.batchNormRelu();
      default -> {
        List<Layer> both = new ArrayList<>(kit.batchNorm());
        both.addAll(kit.activation(activation.function()));
        yield both;
      }
    };
  }
}
