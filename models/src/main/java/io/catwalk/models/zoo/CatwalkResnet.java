package io.catwalk.models.zoo;

import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.blocks.ResidualBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Catwalk's own residual network: a convolution and six residual blocks of two 3×3 convolutions
 * each, as K. He et al. have them for small images ("Deep residual learning for image recognition",
 * CVPR 2016, section 4.2), wider at first and narrower at last. 483,306 parameters for 1 channel
 * and 10 classes, the 1,920 running means and variances among them, for every size of image.
 *
 * <p>Of images of 64×64 and more the maps are halved once more, right behind the first convolution,
 * so that the last blocks see 8×8 maps of 32×32 and of 64×64.
 */
public final class CatwalkResnet {

  public static final ModelDefinition NETWORK =
      OwnNetwork.of(
          "catwalk-resnet",
          "Catwalk's own residual network for 32×32 and 64×64: six blocks, fewer than 500,000 parameters",
          CatwalkResnet::blocks);

  private static final double DROPOUT = 0.2;

  private CatwalkResnet() {}

  /** Shapes of one grey 32×32 image. */
  private static List<Block> blocks(boolean halvedOnceMore) {
    List<Block> blocks = new ArrayList<>();
    // 1@32×32 → 32@32×32: 288 + 128
    blocks.add(ConvBlock.of(32, 3).withPadding(1).withoutBias());
    blocks.add(NormBlock.relu());
    if (halvedOnceMore) {
      blocks.add(PoolBlock.max(2));
    }
    // → 32@32×32: 18,688 each
    blocks.add(ResidualBlock.basic(32, 1));
    blocks.add(ResidualBlock.basic(32, 1));
    // → 64@16×16: 58,112, 74,240
    blocks.add(ResidualBlock.basic(64, 2));
    blocks.add(ResidualBlock.basic(64, 1));
    // → 96@8×8: 145,536, 166,656
    blocks.add(ResidualBlock.basic(96, 2));
    blocks.add(ResidualBlock.basic(96, 1));
    // → 96; → classes: 970 for 10
    blocks.add(new MeanBlock());
    blocks.add(new DropoutBlock(DROPOUT));
    return blocks;
  }
}
