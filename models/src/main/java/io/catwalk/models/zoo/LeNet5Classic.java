package io.catwalk.models.zoo;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

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
    return new NeuralNetConfiguration.Builder()
        .seed(hyperparameters.seed())
        .updater(hyperparameters.updater())
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.RATIONALTANH)
        .list()
        // C1: 1@32×32 → 6@28×28: 156
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).build())
        // S2: → 6@14×14
        .layer(new SubsamplingLayer.Builder(PoolingType.AVG).kernelSize(2, 2).stride(2, 2).build())
        // C3: → 16@10×10: 2,416
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
        // S4: → 16@5×5
        .layer(new SubsamplingLayer.Builder(PoolingType.AVG).kernelSize(2, 2).stride(2, 2).build())
        // C5: → 120@1×1: 48,120
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(120).build())
        // F6: → 84: 10,164
        .layer(new DenseLayer.Builder().nOut(84).build())
        // → classes: 850 for 10
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(hyperparameters.classes())
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(input.height(), input.width(), input.channels()))
        .build();
  }
}
