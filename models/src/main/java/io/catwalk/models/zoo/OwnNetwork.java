package io.catwalk.models.zoo;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Block;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * One of Catwalk's own: the same network for 32×32 and for 64×64, with maps that are halved once
 * more of images of 64×64 and more.
 */
record OwnNetwork(DescribedNetwork small, DescribedNetwork large) implements ModelDefinition {

  /** Side of an image from which its maps are halved once more, in pixels. */
  private static final int LARGE = 64;

  /**
   * @param blocks whether maps are halved once more → all but the output layer
   */
  static OwnNetwork of(String name, String description, Function<Boolean, List<Block>> blocks) {
    return new OwnNetwork(
        described(name, description, 32, blocks.apply(false)),
        described(name, description, LARGE, blocks.apply(true)));
  }

  private static DescribedNetwork described(
      String name, String description, int side, List<Block> blocks) {
    return new DescribedNetwork(
        name, description, new ImageShape(side, side, 1), false, WeightInit.RELU, blocks);
  }

  @Override
  public String name() {
    return small.name();
  }

  @Override
  public String description() {
    return small.description();
  }

  @Override
  public ImageShape designShape() {
    return small.designShape();
  }

  @Override
  public MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters) {
    boolean isLarge = Math.min(input.height(), input.width()) >= LARGE;
    return (isLarge ? large : small).configure(input, hyperparameters);
  }
}
