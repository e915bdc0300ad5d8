package io.catwalk.models.zoo;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.layers.Convolution;
import io.catwalk.models.layers.LayerKit;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

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
public final class LeNet5Classic implements ModelDefinition {

  @Override
  public String name() {
    return "lenet5-classic";
  }

  @Override
  public String description() {
    return "LeNet-5 as the 1998 paper has it: C1 S2 C3 S4 C5 F6 with scaled tanh and average pooling";
  }

  @Override
  public ImageShape designShape() {
    return new ImageShape(32, 32, 1);
  }

  @Override
  public MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters) {
    if (input.height() != 32 || input.width() != 32) {
      // C5 is a convolution whose 5×5 kernel covers all that S4 leaves, only from 32×32.
      throw new IllegalArgumentException(
          name() + " expected an image of 32×32, found " + input.height() + "×" + input.width());
    }
    LayerKit kit = hyperparameters.layers();
    return new LayerStack(hyperparameters, WeightInit.XAVIER)
        // C1: 1@32×32 → 6@28×28: 156
        .add(kit.convolution(scaledTanh(6)))
        // S2: → 6@14×14
        .add(kit.averagePool(2, 2))
        // C3: → 16@10×10: 2,416
        .add(kit.convolution(scaledTanh(16)))
        // S4: → 16@5×5
        .add(kit.averagePool(2, 2))
        // C5: → 120@1×1: 48,120
        .add(kit.convolution(scaledTanh(120)))
        // F6: → 84: 10,164
        .add(kit.dense(84, Activation.RATIONALTANH))
        // → classes: 850 for 10
        .add(kit.output(hyperparameters.classes()))
        .build(input);
  }

  private static Convolution scaledTanh(int filters) {
    return Convolution.of(filters, 5).withActivation(Activation.RATIONALTANH);
  }
}
