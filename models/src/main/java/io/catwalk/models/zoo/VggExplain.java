package io.catwalk.models.zoo;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The textbook's network for the explanation of convolutional networks: VGG-16's thirteen
 * convolutions (K. Simonyan, A. Zisserman, "Very deep convolutional networks for large-scale image
 * recognition", 2015) with batch normalisation and dropout, for images of 32×32. 14,997,194
 * parameters for 3 channels and 10 classes, the 9,472 running means and variances among them.
 *
 * <p>All convolutions are padded, where the book leaves the first one bare and so has no pixel left
 * of 32×32 at the end; and its dense layer keeps the bias that batch normalisation makes useless.
 */
public final class VggExplain {

  private static final double EARLY_DROPOUT = 0.3;
  private static final double DROPOUT = 0.4;
  private static final double HEAD_DROPOUT = 0.5;

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "vgg-explain",
          "The textbook's network to explain: thirteen 3×3 convolutions with batch normalisation and dropout",
          new ImageShape(32, 32, 3),
          false,
          WeightInit.RELU,
          blocks());

  private VggExplain() {}

  private static List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    // 3@32×32 → 64@32×32 → 64@16×16
    stage(blocks, EARLY_DROPOUT, 64, 64);
    // → 128@8×8
    stage(blocks, DROPOUT, 128, 128);
    // → 256@4×4
    stage(blocks, DROPOUT, 256, 256, 256);
    // → 512@2×2
    stage(blocks, DROPOUT, 512, 512, 512);
    // → 512@1×1
    stage(blocks, DROPOUT, 512, 512, 512);
    blocks.add(new DropoutBlock(HEAD_DROPOUT));
    // 512 → 512
    blocks.add(DenseBlock.linear(512));
    blocks.add(NormBlock.relu());
    blocks.add(new DropoutBlock(HEAD_DROPOUT));
    return blocks;
  }

  /** Dropout between convolutions, pooling after the last. */
  private static void stage(List<Block> blocks, double dropout, int... filters) {
    for (int i = 0; i < filters.length; i++) {
      blocks.add(ConvBlock.of(filters[i], 3).withPadding(1).withoutBias());
      blocks.add(NormBlock.relu());
      blocks.add(i < filters.length - 1 ? new DropoutBlock(dropout) : PoolBlock.max(2));
    }
  }
}
