package io.catwalk.models.transfer;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.zoo.LayerStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trained network taken apart behind one of its layers: the front, which stays as it is and only
 * computes features, and the rest, a network by itself that is trained on these (J. Yosinski et
 * al., "How transferable are features in deep neural networks?", 2014). Training sees the rest
 * alone, so that the front costs no backward pass, no updater and no averaging.
 */
public final class Transfer {

  private final MultiLayerNetwork trained;
  private final ImageShape shape;
  private final int frozen;

  /**
   * @param trained stays as it is
   * @param shape of the images that it takes
   * @param frozen number of layers that stay as they are, from the first on; 0 to one fewer than
   *     the network has
   */
  public Transfer(MultiLayerNetwork trained, ImageShape shape, int frozen) {
    if (frozen < 0 || frozen >= trained.getnLayers()) {
      throw new IllegalArgumentException(
          "expected from 0 to " + (trained.getnLayers() - 1) + " frozen layers, found " + frozen);
    }
    this.trained = trained;
    this.shape = shape;
    this.frozen = frozen;
  }

  /** Whether there is a front. */
  public boolean freezes() {
    return frozen > 0;
  }

  /**
   * What the front leaves of one image: channels, height and width, or a number of values.
   *
   * @throws IllegalStateException without a front
   */
  public long[] features() {
    return featureType().getShape();
  }

  private InputType featureType() {
    MultiLayerConfiguration configuration = trained.getLayerWiseConfigurations();
    InputType type = imageType();
    for (int i = 0; i < frozen; i++) {
      if (configuration.getInputPreProcess(i) != null) {
        type = configuration.getInputPreProcess(i).getOutputType(type);
      }
      type = configuration.getConf(i).getLayer().getOutputType(i, type);
    }
    return type;
  }

  private InputType imageType() {
    return InputType.convolutional(shape.height(), shape.width(), shape.channels());
  }

  /** The frozen layers as a network whose output are the features. */
  public MultiLayerNetwork front() {
    if (!freezes()) {
      throw new IllegalStateException("nothing is frozen");
    }
    MultiLayerNetwork front =
        new MultiLayerNetwork(
            new LayerStack(Hyperparameters.forInspection(2), WeightInit.RELU)
                .add(layers(trained, 0, frozen))
                .build(imageType()));
    float[] parameters =
        Arrays.copyOf(trained.params().toFloatVector(), Math.toIntExact(numParams(0, frozen)));
    front.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
    return front;
  }

  private long numParams(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += trained.getLayer(i).numParams();
    }
    return sum;
  }

  /**
   * The layers behind the front as a network that takes the features, or the images where nothing
   * is frozen. It begins with the trained parameters and with an updater that has seen nothing.
   *
   * @param hyperparameters of the training to come
   * @param newOutput whether the output layer is a new one, for other classes
   * @param learning changes the configuration before the network is made of it
   */
  public MultiLayerNetwork rest(
      Hyperparameters hyperparameters,
      boolean newOutput,
      Consumer<MultiLayerConfiguration> learning) {
    int last = trained.getnLayers() - 1;
    LayerStack stack =
        new LayerStack(hyperparameters, WeightInit.RELU)
            .add(layers(trained, frozen, newOutput ? last : last + 1));
    if (newOutput) {
      stack.add(Layers.output(hyperparameters.classes()));
    }
    MultiLayerConfiguration configuration = stack.build(featureType());
    learning.accept(configuration);
    MultiLayerNetwork rest = new MultiLayerNetwork(configuration);
    rest.init();
    for (int i = frozen; i < (newOutput ? last : last + 1); i++) {
      org.deeplearning4j.nn.api.Layer to = rest.getLayer(i - frozen);
      trained.getLayer(i).paramTable().forEach((name, values) -> to.getParam(name).assign(values));
    }
    return rest;
  }

  /**
   * Front and rest together, as one network that takes images.
   *
   * @param rest as {@link #rest} gave it, trained meanwhile
   */
  public MultiLayerNetwork whole(Hyperparameters hyperparameters, MultiLayerNetwork rest) {
    if (!freezes()) {
      return rest;
    }
    MultiLayerNetwork whole =
        new MultiLayerNetwork(
            new LayerStack(hyperparameters, WeightInit.RELU)
                .add(layers(trained, 0, frozen))
                .add(layers(rest, 0, rest.getnLayers()))
                .build(imageType()));
    INDArray front = trained.params().reshape(1, trained.numParams());
    INDArray parameters =
        Nd4j.concat(
            1,
            front.get(NDArrayIndex.all(), NDArrayIndex.interval(0, numParams(0, frozen))),
            rest.params().reshape(1, rest.numParams()));
    whole.init(parameters, false);
    whole.setIterationCount(rest.getIterationCount());
    whole.setEpochCount(rest.getEpochCount());
    return whole;
  }

  /** Copies of some layers' settings, without those that the next training decides. */
  private static List<Layer> layers(MultiLayerNetwork network, int from, int to) {
    List<Layer> layers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Layer layer = network.getLayerWiseConfigurations().getConf(i).getLayer().clone();
      if (layer instanceof BaseLayer trainable) {
        trainable.setIUpdater(null);
        trainable.setBiasUpdater(null);
        trainable.setRegularization(new ArrayList<>());
        trainable.setRegularizationBias(new ArrayList<>());
        trainable.setGradientNormalization(null);
        trainable.setGradientNormalizationThreshold(Double.NaN);
      }
      layers.add(layer);
    }
    return layers;
  }
}
