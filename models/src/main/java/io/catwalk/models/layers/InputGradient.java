package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
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
   * @param network trained or not, without frozen layers; its parameters stay as they are
   * @param input images [minibatch, channels, height, width]
   * @param labels the classes whose loss is differentiated, one-hot [minibatch, classes]
   * @return d loss / d input in the shape of {@code input}, in memory of its own, where the loss is
   *     the sum over the minibatch
   * @throws IllegalArgumentException where a layer is frozen, since it computes no gradient
   */
  public static INDArray of(MultiLayerNetwork network, INDArray input, INDArray labels) {
    return asPredicting(network, () -> differentiate(network, input, labels));
  }

  /**
   * Does something while the layers of a network can be differentiated as they predict: without
   * dropout, and with a gradient at the input of each, the first included. The network is cleared
   * behind it.
   *
   * @throws IllegalArgumentException where a layer is frozen, since it computes no gradient
   */
  public static <T> T asPredicting(MultiLayerNetwork network, Supplier<T> work) {
    List<Runnable> restore = new ArrayList<>();
    try {
      for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
        if (layer instanceof FrozenLayer) {
          throw new IllegalArgumentException(
              "expected a network without frozen layers, found layer "
                  + layer.getIndex()
                  + " frozen");
        }
        restore.add(prepare(layer.conf().getLayer()));
      }
      return work.get();
    } finally {
      restore.forEach(Runnable::run);
      network.clear();
    }
  }

  /** DL4J's own calculateGradients does its forward pass in training mode. */
  private static INDArray differentiate(
      MultiLayerNetwork network, INDArray input, INDArray labels) {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    int minibatch = (int) input.size(0);
    network.initGradientsView();
    network.setInput(input);
    INDArray values = input;
    int last = network.getnLayers() - 1;
    for (int i = 0; i <= last; i++) {
      InputPreProcessor before = configuration.getInputPreProcess(i);
      values = before == null ? values : before.preProcess(values, minibatch, workspaces);
      network.getLayer(i).setInput(values, workspaces);
      values = i < last ? network.getLayer(i).activate(false, workspaces) : values;
    }
    ((IOutputLayer) network.getOutputLayer()).setLabels(labels);
    INDArray gradient = null;
    for (int i = last; i >= 0; i--) {
      gradient = network.getLayer(i).backpropGradient(gradient, workspaces).getSecond();
      InputPreProcessor before = configuration.getInputPreProcess(i);
      gradient = before == null ? gradient : before.backprop(gradient, minibatch, workspaces);
    }
    return gradient;
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
