package io.catwalk.models.zoo;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.BlockLayers;
import io.catwalk.models.blocks.MisfitException;
import io.catwalk.models.layers.Layers;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * A network that is a stack of blocks with a softmax over the classes on top.
 *
 * @param name that {@code model.name} selects
 * @param description one line for a person who chooses
 * @param designShape the input that it was designed for
 * @param thatShapeOnly whether it takes no image of another height and width
 * @param weights how they are drawn at first
 * @param blocks all but the output layer, the first that sees the image first
 */
public record DescribedNetwork(
    String name,
    String description,
    ImageShape designShape,
    boolean thatShapeOnly,
    WeightInit weights,
    List<Block> blocks)
    implements ModelDefinition {

  public DescribedNetwork {
    blocks = List.copyOf(blocks);
  }

  /**
   * A user's own, with weights drawn for rectified units (K. He et al., "Delving deep into
   * rectifiers", ICCV 2015).
   */
  public static DescribedNetwork own(String name, ImageShape shape, List<Block> blocks) {
    return new DescribedNetwork(
        name, "A network of an experiment's own", shape, false, WeightInit.RELU, blocks);
  }

  /** {@inheritDoc} */
  @Override
  public MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters) {
    check(input);
    return new LayerStack(hyperparameters, weights)
        .add(BlockLayers.of(blocks))
        .add(Layers.output(hyperparameters.classes()))
        .build(input);
  }

  private void check(ImageShape input) {
    boolean designed =
        input.height() == designShape.height() && input.width() == designShape.width();
    if (thatShapeOnly && !designed) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s expected an image of %d×%d, found %d×%d",
              name,
              designShape.height(),
              designShape.width(),
              input.height(),
              input.width()));
    }
    try {
      BlockLayers.outputs(blocks, input);
    } catch (MisfitException misfit) {
      int smallest = smallest(input.channels());
      if (input.height() >= smallest && input.width() >= smallest) {
        throw misfit;
      }
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s expected an image of at least %d×%d, found %d×%d",
              name,
              smallest,
              smallest,
              input.height(),
              input.width()),
          misfit);
    }
  }

  /** Side of the smallest square that fits; 0 where not even the designed shape does. */
  private int smallest(int channels) {
    int most = Math.max(designShape.height(), designShape.width());
    for (int side = 1; side <= most; side++) {
      if (fits(new ImageShape(side, side, channels))) {
        return side;
      }
    }
    return 0;
  }

  private boolean fits(ImageShape shape) {
    try {
      BlockLayers.outputs(blocks, shape);
      return true;
    } catch (MisfitException misfit) {
      return false;
    }
  }
}
