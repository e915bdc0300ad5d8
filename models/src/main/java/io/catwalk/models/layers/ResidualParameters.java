package io.catwalk.models.layers;

import io.catwalk.models.layers.Residual.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Where the parameters of a {@link Residual}'s layers lie: one layer's behind another's. */
final class ResidualParameters implements ParamInitializer {

  static final ResidualParameters INSTANCE = new ResidualParameters();

  private ResidualParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return ((Residual) layer)
        .parts().stream().mapToLong(ResidualParameters::length).reduce(0, Math::addExact);
  }

  /** Numbers of a part. */
  static long length(Part part) {
    return part.layer().initializer().numParams(part.layer());
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return keys(layer, ParamInitializer::paramKeys);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return keys(layer, ParamInitializer::weightKeys);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return keys(layer, ParamInitializer::biasKeys);
  }

  private static List<String> keys(
      Layer layer, BiFunction<ParamInitializer, Layer, List<String>> of) {
    List<String> keys = new ArrayList<>();
    for (Part part : ((Residual) layer).parts()) {
      of.apply(part.layer().initializer(), part.layer())
          .forEach(key -> keys.add(part.prefix() + key));
    }
    return keys;
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    Part owner = ((Residual) layer).owner(key);
    return owner.layer().initializer().isWeightParam(owner.layer(), owner.prefix());
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    Part owner = ((Residual) layer).owner(key);
    return owner.layer().initializer().isBiasParam(owner.layer(), owner.prefix());
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    Map<String, INDArray> all =
        collect(
            conf,
            view,
            (own, slice) -> own.getLayer().initializer().init(own, slice, initializeParams));
    all.keySet().forEach(conf::addVariable);
    return all;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray view) {
    return collect(
        conf,
        view,
        (own, slice) -> own.getLayer().initializer().getGradientsFromFlattened(own, slice));
  }

  private Map<String, INDArray> collect(
      NeuralNetConfiguration conf,
      INDArray view,
      BiFunction<NeuralNetConfiguration, INDArray, Map<String, INDArray>> of) {
    Map<String, INDArray> all = new LinkedHashMap<>();
    List<Part> parts = ((Residual) conf.getLayer()).parts();
    List<INDArray> slices = slices(parts, view);
    for (int i = 0; i < slices.size(); i++) {
      Part part = parts.get(i);
      if (length(part) > 0) {
        of.apply(of(conf, part.layer()), slices.get(i))
            .forEach((key, array) -> all.put(part.prefix() + key, array));
      }
    }
    return all;
  }

  /** The same settings for a layer of the block. */
  static NeuralNetConfiguration of(NeuralNetConfiguration conf, Layer layer) {
    NeuralNetConfiguration own = conf.clone();
    own.setLayer(layer);
    own.clearVariables();
    return own;
  }

  /** Each part's share of a row; null, as Deeplearning4j has it, for one without parameters. */
  static List<INDArray> slices(List<Part> parts, INDArray view) {
    List<INDArray> slices = new ArrayList<>();
    long from = 0;
    for (Part part : parts) {
      long length = length(part);
      slices.add(
          length == 0
              ? null
              : view.reshape(view.length()).get(NDArrayIndex.interval(from, from + length)));
      from += length;
    }
    return slices;
  }
}
