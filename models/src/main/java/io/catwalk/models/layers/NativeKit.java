package io.catwalk.models.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Blocks from Catwalk's native layers, fused where that pays; what costs nothing stays DL4J's. */
final class NativeKit implements LayerKit {

  @Override
  public String name() {
    return "native";
  }

  @Override
  public List<Layer> convolution(Convolution convolution) {
    return convolution(convolution, null);
  }

  @Override
  public List<Layer> convolutionReluMaxPool(Convolution convolution, int kernel, int stride) {
    return convolution(convolution.withActivation(Activation.RELU), Pool.of(kernel, stride));
  }

  private static List<Layer> convolution(Convolution convolution, Pool pool) {
    NativeConvolution.Builder builder = new NativeConvolution.Builder();
    convolution.configure(builder);
    return List.of(builder.pool(pool).build());
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
        new NativePooling.Builder(type)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(ConvolutionMode.Truncate)
            .build());
  }

  @Override
  public List<Layer> batchNorm() {
    return List.of(new NativeBatchNormalisation.Builder().build());
  }

  @Override
  public List<Layer> batchNormRelu() {
    return List.of(new NativeBatchNormalisation.Builder().relu(true).build());
  }

  @Override
  public List<Layer> batchNormReluMaxPool(int kernel, int stride) {
    return List.of(
        new NativeBatchNormalisation.Builder().relu(true).pool(Pool.of(kernel, stride)).build());
  }

  @Override
  public List<Layer> dense(int out, Activation activation) {
    return List.of(new NativeDense.Builder().nOut(out).activation(activation).build());
  }

  @Override
  public List<Layer> output(int classes) {
    return List.of(
        new NativeOutput.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .build());
  }

  @Override
  public List<Layer> activation(Activation activation) {
    return STOCK.activation(activation);
  }

  @Override
  public List<Layer> globalAveragePool() {
    return STOCK.globalAveragePool();
  }

  @Override
  public List<Layer> dropout(double rate) {
    return STOCK.dropout(rate);
  }
}
