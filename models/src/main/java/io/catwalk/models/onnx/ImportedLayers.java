package io.catwalk.models.onnx;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.UnsupportedNetworkException;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.zoo.LayerStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers of Deeplearning4j, each with the node that it comes from and its parameters to be. */
final class ImportedLayers {

  /** Far more than a chain that can still be trained has. */
  private static final int MOST_LAYERS = 500;

  private final List<Part> parts = new ArrayList<>();

  /** Parameters are made one after the other, when the network is there to hold them. */
  private record Part(Operator node, Layer layer, Map<String, Supplier<INDArray>> parameters) {}

  void add(Operator node, Layer layer) {
    add(node, layer, Map.of());
  }

  void add(Operator node, Layer layer, Map<String, Supplier<INDArray>> parameters) {
    if (parts.size() == MOST_LAYERS) {
      throw node.misfit("would be a layer too many; expected at most " + MOST_LAYERS);
    }
    parts.add(new Part(node, layer, new HashMap<>(parameters)));
  }

  /** Belongs to the layer before, where that is a convolution or dense and has none yet. */
  void activate(Operator node, Activation function) {
    if (!parts.isEmpty()) {
      Layer last = parts.get(parts.size() - 1).layer();
      boolean weighs = last instanceof ConvolutionLayer || last instanceof DenseLayer;
      if (weighs && ((BaseLayer) last).getActivationFn() instanceof ActivationIdentity) {
        ((BaseLayer) last).setActivationFn(function.getActivationFunction());
        return;
      }
    }
    add(node, Layers.activation(function));
  }

  /** Whether the layer before is the product of a MatMul that waits for its bias. */
  boolean endsInProduct() {
    return !parts.isEmpty() && endsInDense() && !((DenseLayer) last().layer()).hasBias();
  }

  /** Of the product before. */
  void bias(Supplier<INDArray> bias) {
    ((DenseLayer) last().layer()).setHasBias(true);
    last().parameters().put("b", bias);
  }

  /** Whether the layer before is dense and has no activation function. */
  boolean endsInDense() {
    return !parts.isEmpty()
        && last().layer() instanceof DenseLayer dense
        && dense.getActivationFn() instanceof ActivationIdentity;
  }

  private Part last() {
    return parts.get(parts.size() - 1);
  }

  /**
   * The network, whose last layer, a dense one, becomes a softmax over classes with cross entropy
   * as the loss.
   */
  MultiLayerNetwork network(ImageShape shape, int classes) {
    Part end = parts.remove(parts.size() - 1);
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .hasBias(((DenseLayer) end.layer()).hasBias())
            .activation(Activation.SOFTMAX)
            .build();
    parts.add(new Part(end.node(), output, end.parameters()));
    LayerStack stack =
        new LayerStack(Hyperparameters.forInspection(classes), WeightInit.RELU)
            .add(parts.stream().map(Part::layer).toList());
    MultiLayerConfiguration configuration = stack.build(shape);
    try {
      Plan.of(configuration, Extent.of(shape));
    } catch (UnsupportedNetworkException e) {
      throw parts.get(e.layer()).node().misfit(e.getMessage());
    }
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    for (int i = 0; i < parts.size(); i++) {
      org.deeplearning4j.nn.api.Layer layer = network.getLayer(i);
      parts.get(i).parameters().forEach((key, values) -> assign(layer.getParam(key), values.get()));
    }
    return network;
  }

  /** What ONNX has as a row of values is a row of one more dimension in Deeplearning4j. */
  private static void assign(INDArray parameter, INDArray values) {
    parameter.assign(values.reshape('c', parameter.shape()));
  }
}
