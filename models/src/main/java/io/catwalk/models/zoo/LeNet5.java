package io.catwalk.models.zoo;

import static io.catwalk.models.blocks.ActivationFunction.RELU;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.PoolBlock;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * LeNet-5 as the textbook's table has it, with rectified units and max pooling. Shapes are those of
 * one grey 32×32 image; the network takes any image of at least 16×16 with 1 or 3 channels. 61,706
 * parameters for 1 channel and 10 classes.
 */
public final class LeNet5 {

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "lenet5",
          "LeNet-5 as the textbook has it: two 5×5 convolutions with relu and max pooling, three dense layers",
          new ImageShape(32, 32, 1),
          false,
          WeightInit.RELU,
          List.of(
              // 1@32×32 → 6@28×28: 6 × (5·5·1 + 1) = 156
              ConvBlock.of(6, 5).with(RELU),
              // → 6@14×14
              PoolBlock.max(2),
              // → 16@10×10: 16 × (5·5·6 + 1) = 2,416
              ConvBlock.of(16, 5).with(RELU),
              // → 16@5×5
              PoolBlock.max(2),
              // 400 → 120: 48,120
              DenseBlock.relu(120),
              // → 84: 10,164; → classes: 850 for 10, 170 for cats and dogs
              DenseBlock.relu(84)));

  private LeNet5() {}
}
