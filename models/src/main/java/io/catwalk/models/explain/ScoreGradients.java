package io.catwalk.models.explain;

import io.catwalk.models.layers.Residual;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every layer of a network computes for some images, and how much it matters for the score of
 * one class each. A class's score is the output layer's sum before softmax: its gradient does not
 * vanish where the network is certain, as that of the probability and of the loss does.
 *
 * @param activations what comes out of each layer but the output layer, the first layer first
 * @param gradients of the score, at the same places
 * @param atInput of the score, at the images [n, channels, height, width]
 */
record ScoreGradients(List<INDArray> activations, List<INDArray> gradients, INDArray atInput) {

  /**
   * @param images [n, channels, height, width]
   * @param classes an image: whose score is differentiated
   * @throws IllegalArgumentException where the network's last layer has no weights a class, or a
   *     layer is frozen
   */
  static ScoreGradients of(MultiLayerNetwork network, INDArray images, int[] classes) {
    INDArray weights = network.getOutputLayer().getParam(DefaultParamInitializer.WEIGHT_KEY);
    if (weights == null || weights.rank() != 2) {
      throw new IllegalArgumentException(
          "expected a network whose last layer has weights a class, found "
              + network.getOutputLayer().getClass().getSimpleName());
    }
    List<IDropout> dropouts = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      if (layer instanceof FrozenLayer) {
        throw new IllegalArgumentException(
            "expected a network without frozen layers, found layer "
                + layer.getIndex()
                + " frozen");
      }
    }
    List<org.deeplearning4j.nn.conf.layers.Layer> layers = layers(network);
    layers.forEach(layer -> dropouts.add(layer.getIDropout()));
    try {
      // A backward pass asks for dropout's mask, which a network that predicts has none of.
      layers.forEach(layer -> layer.setIDropout(null));
      return new Pass(network, (int) images.size(0)).run(images, weights, classes);
    } finally {
      for (int i = 0; i < dropouts.size(); i++) {
        layers.get(i).setIDropout(dropouts.get(i));
      }
      network.clear();
    }
  }

  /** Settings of all layers, those within blocks among them. */
  private static List<org.deeplearning4j.nn.conf.layers.Layer> layers(MultiLayerNetwork network) {
    List<org.deeplearning4j.nn.conf.layers.Layer> layers = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      layers.add(layer.conf().getLayer());
      if (layer.conf().getLayer() instanceof Residual block) {
        block.parts().forEach(part -> layers.add(part.layer()));
      }
    }
    return layers;
  }

  private record Pass(MultiLayerNetwork network, int minibatch) {

    ScoreGradients run(INDArray images, INDArray weights, int[] classes) {
      network.initGradientsView();
      network.setInput(images);
      List<INDArray> activations = new ArrayList<>();
      int last = network.getnLayers() - 1;
      INDArray values = images;
      for (int i = 0; i < last; i++) {
        INDArray before = prepared(i, values);
        Layer layer = network.getLayer(i);
        // Activations of a network that predicts work in place; backward asks for what came in.
        values = layer.activate(before.dup(), false, workspaces());
        layer.setInput(before, workspaces());
        activations.add(values.dup());
      }
      prepared(last, values);
      INDArray gradient = reshaped(last, rows(weights, classes));
      List<INDArray> gradients = new ArrayList<>();
      for (int i = last - 1; i >= 0; i--) {
        gradients.add(gradient.dup());
        gradient = network.getLayer(i).backpropGradient(gradient, workspaces()).getSecond();
        gradient = reshaped(i, gradient);
      }
      Collections.reverse(gradients);
      return new ScoreGradients(activations, gradients, gradient.dup());
    }

    private INDArray prepared(int layer, INDArray values) {
      InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(layer);
      return before == null ? values : before.preProcess(values, minibatch, workspaces());
    }

    private INDArray reshaped(int layer, INDArray gradient) {
      InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(layer);
      return before == null ? gradient : before.backprop(gradient, minibatch, workspaces());
    }

    private static LayerWorkspaceMgr workspaces() {
      return LayerWorkspaceMgr.noWorkspaces();
    }

    /** The gradient of a sum of inputs × weights at its inputs: the weights. */
    private static INDArray rows(INDArray weights, int[] classes) {
      INDArray rows = Nd4j.create(weights.dataType(), classes.length, weights.size(0));
      for (int i = 0; i < classes.length; i++) {
        rows.getRow(i).assign(weights.getColumn(classes[i]));
      }
      return rows;
    }
  }
}
