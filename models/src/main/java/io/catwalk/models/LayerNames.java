package io.catwalk.models;

import io.catwalk.models.graph.GraphConvolution;
import io.catwalk.models.layers.Residual;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * What people call a network's layers: {@code conv1}, {@code pool1}, {@code dense1}, … , {@code
 * output}, each kind counted for itself.
 */
public final class LayerNames {

  private final List<String> names;

  private LayerNames(List<String> names) {
    this.names = names;
  }

  public static LayerNames of(MultiLayerConfiguration configuration) {
    Map<String, Integer> counts = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      String kind = kind(layer.getLayer());
      names.add(kind.equals("output") ? kind : kind + counts.merge(kind, 1, Integer::sum));
    }
    return new LayerNames(List.copyOf(names));
  }

  private static String kind(Layer layer) {
    if (layer instanceof ConvolutionLayer) {
      return "conv";
    }
    if (layer instanceof SubsamplingLayer) {
      return "pool";
    }
    if (layer instanceof BatchNormalization) {
      return "norm";
    }
    if (layer instanceof Residual) {
      return "residual";
    }
    if (layer instanceof GlobalPoolingLayer) {
      return "global-pool";
    }
    if (layer instanceof DropoutLayer) {
      return "dropout";
    }
    if (layer instanceof GraphConvolution) {
      return "graph-conv";
    }
    if (layer instanceof DenseLayer) {
      return "dense";
    }
    return layer instanceof BaseOutputLayer ? "output" : "activation";
  }

  /** Of the layer at this index, 0-based. */
  public String of(int layer) {
    return names.get(layer);
  }

  /** The layer of this name, 0-based; empty when there is none. */
  public OptionalInt index(String name) {
    int index = names.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** All, in the order of the layers. */
  public List<String> all() {
    return names;
  }
}
