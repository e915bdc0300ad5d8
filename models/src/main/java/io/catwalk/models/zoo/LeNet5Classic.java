package io.catwalk.models.zoo;

import static io.catwalk.models.blocks.ActivationFunction.SCALED_TANH;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.PoolBlock;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * LeNet-5 as LeCun, Bottou, Bengio and Haffner drew it (Gradient-based learning applied to document
 * recognition, 1998, figure 2): C1, S2, C3, S4, C5, F6 with average pooling and the scaled tanh
 * 1.7159·tanh(2x/3), here by its rational approximation.
 *
 * <p>It departs from the paper in three places, as all of today's versions do: S2 and S4 have no
 * trainable coefficient, C3 sees all six maps instead of the table's choice of them, and a softmax
 * with cross entropy stands for the radial basis functions. 61,706 parameters for 1 channel and 10
 * classes.
 */
public final class LeNet5Classic {

  public static final DescribedNetwork NETWORK =
      new DescribedNetwork(
          "lenet5-classic",
          "LeNet-5 as the 1998 paper has it: C1 S2 C3 S4 C5 F6 with scaled tanh and average pooling",
          new ImageShape(32, 32, 1),
          // C5 is a convolution whose 5×5 kernel covers all that S4 leaves, only from 32×32.
          true,
          WeightInit.XAVIER,
          List.of(
              // C1: 1@32×32 → 6@28×28: 156
              ConvBlock.of(6, 5).with(SCALED_TANH),
              // S2: → 6@14×14
              PoolBlock.average(2),
              // C3: → 16@10×10: 2,416
              ConvBlock.of(16, 5).with(SCALED_TANH),
              // S4: → 16@5×5
              PoolBlock.average(2),
              // C5: → 120@1×1: 48,120
              ConvBlock.of(120, 5).with(SCALED_TANH),
              // F6: → 84: 10,164; → classes: 850 for 10
              new DenseBlock(84, SCALED_TANH)));

  private LeNet5Classic() {}
}
