package io.catwalk.models.blocks;

import io.catwalk.models.ImageShape;
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

  /** The layers of all blocks, in order. */
  public static List<Layer> of(List<Block> blocks) {
    return blocks.stream().flatMap(block -> block.layers().stream()).toList();
  }
}
