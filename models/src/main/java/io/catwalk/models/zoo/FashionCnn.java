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
 * The textbook's CNN for Fashion-MNIST: two convolutions with batch normalisation, three dense
 * layers without an activation between them. Shapes are those of one grey 28×28 image; 1,475,530
 * parameters for 10 classes, the 192 running means and variances among them.
 */
public final class FashionCnn implements ModelDefinition {

  private static final int SMALLEST = 8;

  @Override
  public String name() {
    return "fashion-cnn";
  }

  @Override
  public String description() {
    return "The textbook's CNN for Fashion-MNIST: two 3×3 convolutions with batch normalisation, three dense layers";
  }

  @Override
  public ImageShape designShape() {
    return new ImageShape(28, 28, 1);
  }

  @Override
  public MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters) {
    SmallestInput.check(name(), input, SMALLEST);
    LayerKit kit = hyperparameters.layers();
    return new LayerStack(hyperparameters, WeightInit.XAVIER)
        // 1@28×28 → 32@28×28: 320
        .add(kit.convolution(Convolution.of(32, 3).withPadding(1)))
        // → 32@14×14: 128
        .add(kit.batchNormReluMaxPool(2, 2))
        // → 64@12×12: 18,496
        .add(kit.convolution(Convolution.of(64, 3)))
        // → 64@6×6: 256
        .add(kit.batchNormReluMaxPool(2, 2))
        // 2,304 → 600: 1,383,000
        .add(kit.dense(600, Activation.IDENTITY))
        .add(kit.dropout(0.25))
        // → 120: 72,120
        .add(kit.dense(120, Activation.IDENTITY))
        // → classes: 1,210 for 10
        .add(kit.output(hyperparameters.classes()))
        .build(input);
  }
}
