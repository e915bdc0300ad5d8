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
 * LeNet-5 as the textbook's table has it, with rectified units and max pooling. Shapes are those of
 * one grey 32×32 image; the network takes any image of at least 16×16 with 1 or 3 channels. 61,706
 * parameters for 1 channel and 10 classes.
 */
public final class LeNet5 implements ModelDefinition {

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
    LeNetInput.check(name(), input);
    return new NeuralNetConfiguration.Builder()
        .seed(hyperparameters.seed())
        .updater(hyperparameters.updater())
        .weightInit(WeightInit.RELU)
        .activation(Activation.RELU)
        .list()
        // 1@32×32 → 6@28×28: 6 × (5·5·1 + 1) = 156
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).build())
        // → 6@14×14
        .layer(new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build())
        // → 16@10×10: 16 × (5·5·6 + 1) = 2,416
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
        // → 16@5×5
        .layer(new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build())
        // 400 → 120: 48,120
        .layer(new DenseLayer.Builder().nOut(120).build())
        // → 84: 10,164
        .layer(new DenseLayer.Builder().nOut(84).build())
        // → classes: 850 for 10, 170 for cats and dogs
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(hyperparameters.classes())
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build())
        .setInputType(InputType.convolutional(input.height(), input.width(), input.channels()))
        .build();
  }
}
