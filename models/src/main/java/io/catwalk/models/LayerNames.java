package io.catwalk.models;

import io.catwalk.models.graph.GraphConvolution;
import io.catwalk.models.layers.NativeBatchNormalisation;
import io.catwalk.models.layers.NativeConvolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
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
 * output}, each kind counted for itself. Convolutions, poolings, norms and dense layers have the
 * same names whether the network was built from native layers, one of which may be a convolution
 * and a pooling, or from Deeplearning4j's own, which may need layers for activations besides.
 */
public final class LayerNames {

  private final List<List<String>> names;

  private LayerNames(List<List<String>> names) {
    this.names = names;
  }

  public static LayerNames of(MultiLayerConfiguration configuration) {
    Map<String, Integer> counts = new HashMap<>();
    List<List<String>> names = new ArrayList<>();
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      List<String> ofLayer = new ArrayList<>();
      for (String kind : kinds(configuration.getConf(i).getLayer())) {
        ofLayer.add(kind.equals("output") ? kind : kind + counts.merge(kind, 1, Integer::sum));
      }
      names.add(List.copyOf(ofLayer));
    }
    return new LayerNames(List.copyOf(names));
  }

  private static List<String> kinds(Layer layer) {
    if (layer instanceof NativeConvolution convolution && convolution.getPool() != null) {
      return List.of("conv", "pool");
    }
    if (layer instanceof NativeBatchNormalisation norm && norm.getPool() != null) {
      return List.of("norm", "pool");
    }
    return List.of(kind(layer));
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

  /** Of the layer at this index, 0-based: one name, or two where the layer pools as well. */
  public List<String> of(int layer) {
    return names.get(layer);
  }

  /** The layer of this name, 0-based; empty when there is none. */
  public OptionalInt index(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).contains(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** All, in the order of the layers. */
  public List<String> all() {
    return names.stream().flatMap(List::stream).toList();
  }
}
