package io.catwalk.models.zoo;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The textbook's CNN for Fashion-MNIST: two convolutions with batch normalisation, three dense
 * layers without an activation between them. Shapes are those of one grey 28×28 image; 1,475,530
 * parameters for 10 classes, the 192 running means and variances among them.
 */
public final class FashionCnn {

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "fashion-cnn",
          "The textbook's CNN for Fashion-MNIST: two 3×3 convolutions with batch normalisation, three dense layers",
          new ImageShape(28, 28, 1),
          false,
          WeightInit.XAVIER,
          List.of(
              // 1@28×28 → 32@28×28: 320
              ConvBlock.of(32, 3).withPadding(1),
              // 128
              NormBlock.relu(),
              // → 32@14×14
              PoolBlock.max(2),
              // → 64@12×12: 18,496
              ConvBlock.of(64, 3),
              // 256
              NormBlock.relu(),
              // → 64@6×6
              PoolBlock.max(2),
              // 2,304 → 600: 1,383,000
              DenseBlock.linear(600),
              new DropoutBlock(0.25),
              // → 120: 72,120; → classes: 1,210 for 10
              DenseBlock.linear(120)));

  private FashionCnn() {}
}
