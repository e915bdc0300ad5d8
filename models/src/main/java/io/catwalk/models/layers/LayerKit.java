package io.catwalk.models.layers;

import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/**
 * The building blocks of a network, from Catwalk's native layers or from DL4J's own.
 *
 * <p>A block is a list of layers, since what is one layer natively may take several of DL4J's. Both
 * kits give blocks of the same mathematics with the same parameters in the same order, so that
 * {@code stock.setParams(trained.params())} carries a model from one to the other.
 *
 * <pre>{@code
 * LayerKit kit = LayerKit.named("native");
 * ListBuilder network = new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list();
 * kit.convolutionReluMaxPool(Convolution.of(6, 5), 2, 2).forEach(network::layer);
 * kit.dense(120, Activation.RELU).forEach(network::layer);
 * kit.output(10).forEach(network::layer);
 * }</pre>
 */
public interface LayerKit {

  /** Catwalk's layers. */
  LayerKit NATIVE = new NativeKit();

  /** DL4J's layers, for comparison. */
  LayerKit STOCK = new StockKit();

  /**
   * @param name {@code native} or {@code stock}
   * @throws IllegalArgumentException for any other name, naming the two
   */
  static LayerKit named(String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "native":
        return NATIVE;
      case "stock":
        return STOCK;
      default:
        throw new IllegalArgumentException("expected layers native or stock, found " + name);
    }
  }

  /** {@code native} or {@code stock}. */
  String name();

  /** Maps [N, in, H, W] to maps [N, filters, H', W'] and the activation that it names. */
  List<Layer> convolution(Convolution convolution);

  /** Convolution, relu (instead of the convolution's own activation) and max pooling. */
  List<Layer> convolutionReluMaxPool(Convolution convolution, int kernel, int stride);

  /** The largest value of every square window. */
  List<Layer> maxPool(int kernel, int stride);

  /** The mean of every square window. */
  List<Layer> averagePool(int kernel, int stride);

  /** Batch normalisation, of maps by channel or of features. */
  List<Layer> batchNorm();

  /** Batch normalisation and relu. */
  List<Layer> batchNormRelu();

  /** Batch normalisation, relu and max pooling of maps. */
  List<Layer> batchNormReluMaxPool(int kernel, int stride);

  /** [N, in] to [N, out]; maps are flattened channel by channel. */
  List<Layer> dense(int out, Activation activation);

  /** Softmax over classes with cross entropy as the loss: [N, in] to [N, classes]. */
  List<Layer> output(int classes);

  /** An activation function alone. */
  List<Layer> activation(Activation activation);

  /** The mean of every map: [N, C, H, W] to [N, C]. */
  List<Layer> globalAveragePool();

  /**
   * Dropout during training.
   *
   * @param rate share of the values that become zero, from 0 up to but not including 1
   */
  List<Layer> dropout(double rate);
}
