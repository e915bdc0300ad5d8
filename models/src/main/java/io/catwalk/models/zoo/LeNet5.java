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
 * LeNet-5 as the textbook's table has it, with rectified units and max pooling. Shapes are those of
 * one grey 32×32 image; the network takes any image of at least 16×16 with 1 or 3 channels. 61,706
 * parameters for 1 channel and 10 classes.
 */
public final class LeNet5 implements ModelDefinition {

  /** Leaves one pixel after two 5×5 convolutions, each followed by halving. */
  static final int SMALLEST = 16;

  @Override
  public String name() {
    return "lenet5";
  }

  @Override
  public String description() {
    return "LeNet-5 as the textbook has it: two 5×5 convolutions with relu and max pooling, three dense layers";
  }

  @Override
  public ImageShape designShape() {
    return new ImageShape(32, 32, 1);
  }

  @Override
  public MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters) {
    SmallestInput.check(name(), input, SMALLEST);
    LayerKit kit = hyperparameters.layers();
    return new LayerStack(hyperparameters, WeightInit.RELU)
        // 1@32×32 → 6@28×28: 6 × (5·5·1 + 1) = 156; → 6@14×14
        .add(kit.convolutionReluMaxPool(Convolution.of(6, 5), 2, 2))
        // → 16@10×10: 16 × (5·5·6 + 1) = 2,416; → 16@5×5
        .add(kit.convolutionReluMaxPool(Convolution.of(16, 5), 2, 2))
        // 400 → 120: 48,120
        .add(kit.dense(120, Activation.RELU))
        // → 84: 10,164
        .add(kit.dense(84, Activation.RELU))
        // → classes: 850 for 10, 170 for cats and dogs
        .add(kit.output(hyperparameters.classes()))
        .build(input);
  }
}
