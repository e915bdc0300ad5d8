package io.catwalk.models.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What networks are built from: Deeplearning4j's layers and residual blocks of them, with the
 * settings that Catwalk's engine computes.
 *
 * <pre>{@code
 * MultiLayerConfiguration network =
 *     new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list()
 *         .layer(Layers.convolution(Convolution.of(6, 5).withActivation(Activation.RELU)))
 *         .layer(Layers.maxPool(2, 2))
 *         .layer(Layers.output(10))
 *         .setInputType(InputType.convolutional(28, 28, 1))
 *         .build();
 * }</pre>
 */
public final class Layers {

  private Layers() {}

  /** Maps [N, in, H, W] to maps [N, filters, H', W'] and the activation that it names. */
  public static Layer convolution(Convolution convolution) {
    ConvolutionLayer.Builder builder = new ConvolutionLayer.Builder();
    convolution.configure(builder);
    return builder.build();
  }

  /** The largest value of every square window. */
  public static Layer maxPool(int kernel, int stride) {
    return pool(PoolingType.MAX, kernel, stride, 0);
  }

  /** The mean of every square window. */
  public static Layer averagePool(int kernel, int stride) {
    return pool(PoolingType.AVG, kernel, stride, 0);
  }

  /**
   * The largest value or the mean of every square window; padding is part of neither.
   *
   * @param padding rows and columns on every side, less than the kernel
   */
  public static Layer pool(PoolingType type, int kernel, int stride, int padding) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .padding(padding, padding)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  /**
   * The sum of what some layers make of maps and of what a shortcut does, and an activation.
   *
   * @param layers each from maps to maps
   * @param shortcut the same; empty for the maps as they are
   */
  public static Layer residual(List<Layer> layers, List<Layer> shortcut, Activation activation) {
    return Residual.of(layers, shortcut, activation.getActivationFunction());
  }

  /** Batch normalisation, of maps by channel or of features. */
  public static Layer batchNorm() {
    return new BatchNormalization.Builder().build();
  }

  /** [N, in] to [N, out]; maps are flattened channel by channel. */
  public static Layer dense(int out, Activation activation) {
    return new DenseLayer.Builder().nOut(out).activation(activation).build();
  }

  /** Softmax over classes with cross entropy as the loss: [N, in] to [N, classes]. */
  public static Layer output(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** An activation function alone. */
  public static Layer activation(Activation activation) {
    return new ActivationLayer.Builder().activation(activation).build();
  }

  /** The mean of every map: [N, C, H, W] to [N, C]. */
  public static Layer globalAveragePool() {
    return new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
  }

  /**
   * Dropout during training.
   *
   * @param rate share of the values that become zero, from 0 up to but not including 1
   */
  public static Layer dropout(double rate) {
    if (rate < 0 || rate >= 1) {
      throw new IllegalArgumentException(
          "expected a dropout rate from 0 up to but not including 1, found " + rate);
    }
    // DL4J counts what is kept, and takes 0 for "no dropout".
    return new DropoutLayer.Builder(1 - rate).build();
  }
}
