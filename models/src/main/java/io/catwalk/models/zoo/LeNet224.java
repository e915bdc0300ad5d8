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
 * The textbook's LeNet for colour photos of 224×224. Nearly all of its 46,038,242 parameters (2
 * classes) lie between the last pooling and the first dense layer.
 */
public final class LeNet224 implements ModelDefinition {

  @Override
  public String name() {
    return "lenet-224";
  }

  @Override
  public String description() {
    return "The textbook's LeNet for 224×224 colour photos: two 5×5 convolutions, 46 million parameters";
  }

  @Override
  public ImageShape designShape() {
    return new ImageShape(224, 224, 3);
  }

  @Override
  public MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters) {
    SmallestInput.check(name(), input, LeNet5.SMALLEST);
    LayerKit kit = hyperparameters.layers();
    return new LayerStack(hyperparameters, WeightInit.RELU)
        // 3@224×224 → 16@220×220: 1,216; → 16@110×110
        .add(kit.convolutionReluMaxPool(Convolution.of(16, 5), 2, 2))
        // → 32@106×106: 12,832; → 32@53×53
        .add(kit.convolutionReluMaxPool(Convolution.of(32, 5), 2, 2))
        // 89,888 → 512: 46,023,168
        .add(kit.dense(512, Activation.RELU))
        // → classes: 1,026 for 2
        .add(kit.output(hyperparameters.classes()))
        .build(input);
  }
}
