package io.catwalk.models.layers;

import java.util.ArrayList;
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

/** Blocks from DL4J's own layers. */
final class StockKit implements LayerKit {

  @Override
  public String name() {
    return "stock";
  }

  @Override
  public List<Layer> convolution(Convolution convolution) {
    ConvolutionLayer.Builder builder = new ConvolutionLayer.Builder();
    convolution.configure(builder);
    return List.of(builder.build());
  }

  @Override
  public List<Layer> convolutionReluMaxPool(Convolution convolution, int kernel, int stride) {
    List<Layer> block = new ArrayList<>(convolution(convolution.withActivation(Activation.RELU)));
    block.addAll(maxPool(kernel, stride));
    return block;
  }

  @Override
  public List<Layer> maxPool(int kernel, int stride) {
    return pool(PoolingType.MAX, kernel, stride);
  }

  @Override
  public List<Layer> averagePool(int kernel, int stride) {
    return pool(PoolingType.AVG, kernel, stride);
  }

  private static List<Layer> pool(PoolingType type, int kernel, int stride) {
    return List.of(
        new SubsamplingLayer.Builder(type)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(ConvolutionMode.Truncate)
            .build());
  }

  @Override
  public List<Layer> batchNorm() {
    return List.of(new BatchNormalization.Builder().build());
  }

  @Override
  public List<Layer> batchNormRelu() {
    List<Layer> block = new ArrayList<>(batchNorm());
    block.addAll(activation(Activation.RELU));
    return block;
  }

  @Override
  public List<Layer> batchNormReluMaxPool(int kernel, int stride) {
    List<Layer> block = new ArrayList<>(batchNormRelu());
    block.addAll(maxPool(kernel, stride));
    return block;
  }

  @Override
  public List<Layer> dense(int out, Activation activation) {
    return List.of(new DenseLayer.Builder().nOut(out).activation(activation).build());
  }

  @Override
  public List<Layer> output(int classes) {
    return List.of(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .build());
  }

  @Override
  public List<Layer> activation(Activation activation) {
    return List.of(new ActivationLayer.Builder().activation(activation).build());
  }

  @Override
  public List<Layer> globalAveragePool() {
    return List.of(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
  }

  @Override
  public List<Layer> dropout(double rate) {
    if (rate < 0 || rate >= 1) {
      throw new IllegalArgumentException(
          "expected a dropout rate from 0 up to but not including 1, found " + rate);
    }
    // DL4J counts what is kept, and takes 0 for "no dropout".
    return List.of(new DropoutLayer.Builder(1 - rate).build());
  }
}
