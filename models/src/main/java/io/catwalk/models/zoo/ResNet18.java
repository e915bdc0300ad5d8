package io.catwalk.models.zoo;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.blocks.ResidualBlock;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The 18-layer network of K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image
 * recognition" (2015), table 1, with the projection where maps become more and smaller (option B),
 * as the textbook's chapter has it. Shapes are those of one 224×224 image in colour. 11,699,112
 * parameters for 1,000 classes, the 9,600 running means and variances among them: without these the
 * 11,689,512 of torchvision's {@code resnet18}.
 */
public final class ResNet18 {

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "resnet18",
          "ResNet-18 of the 2015 paper: eight residual blocks of two 3×3 convolutions",
          new ImageShape(224, 224, 3),
          false,
          WeightInit.RELU,
          blocks());

  private ResNet18() {}

  private static List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    // conv1: 3@224×224 → 64@112×112
    blocks.add(ConvBlock.of(64, 7).withStride(2).withPadding(3).withoutBias());
    blocks.add(NormBlock.relu());
    // conv2_x: → 64@56×56
    blocks.add(new PoolBlock(PoolBlock.Kind.MAX, 3, 2, 1));
    stage(blocks, 64, 1);
    // conv3_x: → 128@28×28
    stage(blocks, 128, 2);
    // conv4_x: → 256@14×14
    stage(blocks, 256, 2);
    // conv5_x: → 512@7×7
    stage(blocks, 512, 2);
    // → 512
    blocks.add(new MeanBlock());
    return blocks;
  }

  private static void stage(List<Block> blocks, int filters, int stride) {
    blocks.add(ResidualBlock.basic(filters, stride));
    blocks.add(ResidualBlock.basic(filters, 1));
  }
}
