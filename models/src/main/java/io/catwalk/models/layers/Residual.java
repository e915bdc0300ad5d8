package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A residual block (K. He et al., "Deep residual learning for image recognition", CVPR 2016) as one
 * layer, so that a {@code MultiLayerConfiguration} can have it: y = f(layers(x) + shortcut(x)) of
 * maps [N, C, H, W], where a shortcut without layers is x itself.
 *
 * <p>Its parameters are those of its layers, then those of its shortcut, each in Deeplearning4j's
 * order and named by its place: {@code 0.W}, {@code 1.gamma}, {@code shortcut0.W}. Updater, weight
 * decay and first weights are the block's, and it hands them to what it is made of.
 */
public class Residual extends BaseLayer {

  private static final long serialVersionUID = 1L;

  private List<Layer> layers = List.of();
  private List<Layer> shortcut = List.of();

  /** For deserialisation. */
  public Residual() {}

  private Residual(List<Layer> layers, List<Layer> shortcut, IActivation function) {
    setLayers(layers);
    setShortcut(shortcut);
    setActivationFn(function);
    setBiasInit(Double.NaN);
    setGainInit(Double.NaN);
    setGradientNormalizationThreshold(Double.NaN);
  }

  /**
   * @param layers each from maps to maps: convolutions, normalisations, pooling, activations,
   *     dropout
   * @param shortcut the same; empty for the identity
   * @param function behind the sum
   */
  static Residual of(List<Layer> layers, List<Layer> shortcut, IActivation function) {
    return new Residual(layers, shortcut, function);
  }

  /** In order, the first that sees the maps first. */
  public List<Layer> getLayers() {
    return layers;
  }

  public final void setLayers(List<Layer> layers) {
    this.layers = MapsPath.checked(layers);
  }

  /** In order; empty where the shortcut is the identity. */
  public List<Layer> getShortcut() {
    return shortcut;
  }

  public final void setShortcut(List<Layer> shortcut) {
    this.shortcut = MapsPath.checked(shortcut);
  }

  /** All that it is made of, in the order of the parameters, each with its place. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      parts.add(new Part(i + ".", layers.get(i)));
    }
    for (int i = 0; i < shortcut.size(); i++) {
      parts.add(new Part("shortcut" + i + ".", shortcut.get(i)));
    }
    return parts;
  }

  /**
   * A layer of a block.
   *
   * @param prefix of its parameters' names
   */
  public record Part(String prefix, Layer layer) {}

  /** The one that a parameter belongs to, with what it calls it. */
  Part owner(String parameter) {
    Part part =
        parts().stream()
            .filter(it -> parameter.startsWith(it.prefix()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("a residual block has no " + parameter));
    return new Part(parameter.substring(part.prefix().length()), part.layer());
  }

  private void each(Consumer<BaseLayer> change) {
    Stream.concat(layers.stream(), shortcut.stream())
        .filter(BaseLayer.class::isInstance)
        .map(BaseLayer.class::cast)
        .forEach(change);
  }

  @Override
  public void setIUpdater(IUpdater updater) {
    super.setIUpdater(updater);
    each(layer -> layer.setIUpdater(updater == null ? null : updater.clone()));
  }

  @Override
  public void setBiasUpdater(IUpdater updater) {
    super.setBiasUpdater(updater);
    each(layer -> layer.setBiasUpdater(updater == null ? null : updater.clone()));
  }

  @Override
  public void setRegularization(List<Regularization> all) {
    super.setRegularization(all);
    each(layer -> layer.setRegularization(all == null ? null : new ArrayList<>(all)));
  }

  @Override
  public void setRegularizationBias(List<Regularization> all) {
    super.setRegularizationBias(all);
    each(layer -> layer.setRegularizationBias(all == null ? null : new ArrayList<>(all)));
  }

  /** For those that have none of their own. */
  @Override
  public void setWeightInitFn(IWeightInit weights) {
    super.setWeightInitFn(weights);
    each(
        layer -> {
          if (layer.getWeightInitFn() == null) {
            layer.setWeightInitFn(weights);
          }
        });
  }

  @Override
  public final void setBiasInit(double bias) {
    super.setBiasInit(bias);
    each(layer -> layer.setBiasInit(bias));
  }

  @Override
  public final void setGainInit(double gain) {
    super.setGainInit(gain);
    each(layer -> layer.setGainInit(gain));
  }

  @Override
  public final void setGradientNormalizationThreshold(double threshold) {
    super.setGradientNormalizationThreshold(threshold);
    each(layer -> layer.setGradientNormalizationThreshold(threshold));
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    Part owner = owner(parameter);
    return owner.layer().getUpdaterByParam(owner.prefix());
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    Part owner = owner(parameter);
    return owner.layer().getRegularizationByParam(owner.prefix());
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    ResidualLayer.Origin origin =
        new ResidualLayer.Origin(conf, listeners, layerIndex, initializeParameters, dataType);
    ResidualLayer layer = new ResidualLayer(origin, parametersView);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(initializer().init(conf, parametersView, false));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return ResidualParameters.INSTANCE;
  }

  /**
   * @throws IllegalArgumentException where layers and shortcut leave other maps
   */
  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    InputType main = MapsPath.output(layers, layerIndex, input);
    InputType side = MapsPath.output(shortcut, layerIndex, input);
    if (!main.equals(side)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %d: the layers of the residual block leave %s, its shortcut %s",
              layerIndex,
              main,
              side));
    }
    return main;
  }

  /** Numbers of an example that its layers make in between, but for those that come out of it. */
  public long valuesWithin(InputType input) {
    return MapsPath.values(layers, input) + MapsPath.values(shortcut, input);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    MapsPath.setNIn(layers, input, override);
    MapsPath.setNIn(shortcut, input, override);
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return InputTypeUtil.getPreProcessorForInputTypeCnnLayers(input, getLayerName());
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return false;
  }

  /** Parameters, and what its layers make. */
  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    long parameters = initializer().numParams(this);
    return new LayerMemoryReport.Builder(
            getLayerName(), Residual.class, input, getOutputType(-1, input))
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(0, valuesWithin(input), 0, valuesWithin(input))
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public Residual clone() {
    Residual clone = (Residual) super.clone();
    clone.layers = layers.stream().map(Layer::clone).toList();
    clone.shortcut = shortcut.stream().map(Layer::clone).toList();
    return clone;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Residual residual
        && super.equals(other)
        && layers.equals(residual.layers)
        && shortcut.equals(residual.shortcut);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof Residual;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), layers, shortcut);
  }
}
