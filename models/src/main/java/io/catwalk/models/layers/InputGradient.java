package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a network's loss at its input, which a native first layer leaves out of training.
 */
public final class InputGradient {

  private InputGradient() {}

  /**
   * Differentiates the loss of the network as it predicts: no dropout, batch normalisation by its
   * running statistics.
   *
   * @param network trained or not; its parameters stay as they are
   * @param input images [minibatch, channels, height, width]
   * @param labels the classes whose loss is differentiated, one-hot [minibatch, classes]
   * @return d loss / d input in the shape of {@code input}, in memory of its own
   */
  public static INDArray of(MultiLayerNetwork network, INDArray input, INDArray labels) {
    List<Runnable> restore = new ArrayList<>();
    try {
      for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
        restore.add(prepare(layer.conf().getLayer()));
      }
      return network.calculateGradients(input, labels, null, null).getSecond();
    } finally {
      restore.forEach(Runnable::run);
    }
  }

  private static Runnable prepare(Layer settings) {
    IDropout dropout = settings.getIDropout();
    settings.setIDropout(null);
    if (!(settings instanceof NativeConvolution)) {
      return () -> settings.setIDropout(dropout);
    }
    NativeConvolution convolution = (NativeConvolution) settings;
    boolean inputGradient = convolution.isInputGradient();
    convolution.setInputGradient(true);
    return () -> {
      convolution.setIDropout(dropout);
      convolution.setInputGradient(inputGradient);
    };
  }
}
