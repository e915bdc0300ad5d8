package io.catwalk.models.zoo;

import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Catwalk's own: what two cores train well in minutes. Five 3×3 convolutions, each with batch
 * normalisation and relu, whose last maps are averaged, so that it has the same number of
 * parameters for every size of image: 409,770 for 1 channel and 10 classes, 408,802 for 3 channels
 * and 2, the 1,024 running means and variances among them.
 *
 * <p>A plain stack without skipped connections: five layers need none. The maps are halved right
 * after the first and the second convolution, where they cost most, and grow in number instead. Of
 * images of 64×64 and more they are halved after the third one too, so that the last convolution
 * sees 4×4 maps of 32×32 and of 64×64, and sees all of the image.
 */
public final class CatwalkSmall {

  public static final ModelDefinition NETWORK =
      OwnNetwork.of(
          "catwalk-small",
          "Catwalk's own for 32×32 and 64×64: five 3×3 convolutions with batch normalisation, fewer than 500,000 parameters",
          CatwalkSmall::blocks);

  private static final double DROPOUT = 0.2;

  private CatwalkSmall() {}

  /** Shapes of one grey 32×32 image, and of a 64×64 one where they differ. */
  private static List<Block> blocks(boolean halvedOnceMore) {
    List<Block> blocks = new ArrayList<>();
    // 1@32×32 → 32@32×32: 288 + 128; → 32@16×16 (64×64: 32×32)
    convolution(blocks, 32);
    blocks.add(PoolBlock.max(2));
    // → 64@16×16: 18,432 + 256; → 64@8×8 (16×16)
    convolution(blocks, 64);
    blocks.add(PoolBlock.max(2));
    // → 96@8×8: 55,296 + 384 (16×16 → 8×8)
    convolution(blocks, 96);
    if (halvedOnceMore) {
      blocks.add(PoolBlock.max(2));
    }
    // → 128@8×8: 110,592 + 512; → 128@4×4
    convolution(blocks, 128);
    blocks.add(PoolBlock.max(2));
    // → 192@4×4: 221,184 + 768; → 192
    convolution(blocks, 192);
    blocks.add(new MeanBlock());
    // → classes: 1,930 for 10
    blocks.add(new DropoutBlock(DROPOUT));
    return blocks;
  }

  /** Normalisation has a shift of its own, so that the convolution needs no bias. */
  private static void convolution(List<Block> blocks, int filters) {
    blocks.add(ConvBlock.of(filters, 3).withPadding(1).withoutBias());
    blocks.add(NormBlock.relu());
  }
}
