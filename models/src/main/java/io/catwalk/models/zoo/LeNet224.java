package io.catwalk.models.zoo;

import static io.catwalk.models.blocks.ActivationFunction.RELU;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.PoolBlock;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The textbook's LeNet for colour photos of 224×224. Nearly all of its 46,038,242 parameters (2
 * classes) lie between the last pooling and the first dense layer.
 */
public final class LeNet224 {

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "lenet-224",
          "The textbook's LeNet for 224×224 colour photos: two 5×5 convolutions, 46 million parameters",
          new ImageShape(224, 224, 3),
          false,
          WeightInit.RELU,
          List.of(
              // 3@224×224 → 16@220×220: 1,216
              ConvBlock.of(16, 5).with(RELU),
              // → 16@110×110
              PoolBlock.max(2),
              // → 32@106×106: 12,832
              ConvBlock.of(32, 5).with(RELU),
              // → 32@53×53
              PoolBlock.max(2),
              // 89,888 → 512: 46,023,168; → classes: 1,026 for 2
              DenseBlock.relu(512)));

  private LeNet224() {}
}
