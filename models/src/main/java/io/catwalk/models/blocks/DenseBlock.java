package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Every value from all that come in; maps are flattened channel by channel.
 *
 * @param units values that come out
 */
public record DenseBlock(int units, ActivationFunction activation) implements Block {

  public DenseBlock {
    if (units < 1) {
      throw new IllegalArgumentException("expected at least 1 unit, found " + units);
    }
  }

  /** With relu. */
  public static DenseBlock relu(int units) {
    return new DenseBlock(units, ActivationFunction.RELU);
  }

  /** Without an activation. */
  public static DenseBlock linear(int units) {
    return new DenseBlock(units, ActivationFunction.IDENTITY);
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Extent output(Extent input) {
    return Extent.values(units);
  }

  @Override
  public List<Layer> layers() {
    return List.of(Layers.dense(units, activation.function()));
  }
}
