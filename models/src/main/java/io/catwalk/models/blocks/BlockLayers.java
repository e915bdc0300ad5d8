package io.catwalk.models.blocks;

import io.catwalk.models.ImageShape;
import io.catwalk.models.layers.LayerKit;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/** A stack of blocks: what each leaves of an image, and the layers that compute it. */
public final class BlockLayers {

  private BlockLayers() {}

  /**
   * What comes out of each block for an image of this shape.
   *
   * @throws MisfitException for the first block that does not fit
   */
  public static List<Extent> outputs(List<Block> blocks, ImageShape image) {
    List<Extent> outputs = new ArrayList<>();
    Extent extent = Extent.of(image);
    for (int i = 0; i < blocks.size(); i++) {
      try {
        extent = blocks.get(i).output(extent);
      } catch (IllegalArgumentException e) {
        throw new MisfitException(i, blocks.get(i), e.getMessage());
      }
      outputs.add(extent);
    }
    return outputs;
  }

  /**
   * The layers of all blocks, in order. Max pooling goes into the layer before it, where that is a
   * convolution or a batch normalisation with relu and the kit has one layer for both.
   */
  public static List<Layer> of(List<Block> blocks, LayerKit kit) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
      List<Layer> melted =
          next instanceof PoolBlock pool && pool.type() == PoolBlock.Kind.MAX
              ? melted(blocks.get(i), pool, kit)
              : List.of();
      layers.addAll(melted.isEmpty() ? blocks.get(i).layers(kit) : melted);
      i += melted.isEmpty() ? 0 : 1;
    }
    return layers;
  }

  /** Empty where the kit has no such layer. */
  private static List<Layer> melted(Block block, PoolBlock pool, LayerKit kit) {
    if (block instanceof ConvBlock conv && conv.activation() == ActivationFunction.RELU) {
      return kit.convolutionReluMaxPool(conv.convolution(), pool.kernel(), pool.stride());
    }
    if (block instanceof NormBlock norm && norm.activation() == ActivationFunction.RELU) {
      return kit.batchNormReluMaxPool(pool.kernel(), pool.stride());
    }
    return List.of();
  }
}
