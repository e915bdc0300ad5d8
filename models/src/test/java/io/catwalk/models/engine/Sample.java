package io.catwalk.models.engine;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.BlockLayers;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.layers.Layers;
import io.catwalk.models.layers.Residual;
import io.catwalk.models.learning.Clipping;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** A network with a size of images and an updater, for tests of all devices. */
public record Sample(
    String name,
    Maker maker,
    ImageShape image,
    int classes,
    IUpdater updater,
    Consumer<MultiLayerConfiguration> change,
    Clipping clipping) {

  /** Makes its configuration. */
  public interface Maker {
    MultiLayerConfiguration make(ImageShape image, int classes, IUpdater updater);
  }

  /** Of 3@11×9 images and 4 classes, by SGD. */
  static Sample of(String name, Block... blocks) {
    Maker maker =
        (image, classes, updater) -> {
          List<Layer> layers = new ArrayList<>(BlockLayers.of(List.of(blocks)));
          layers.add(Layers.output(classes));
          return configuration(
              layers,
              updater,
              InputType.convolutional(image.height(), image.width(), image.channels()));
        };
    return new Sample(
        name, maker, new ImageShape(11, 9, 3), 4, new Sgd(0.1), network -> {}, Clipping.NONE);
  }

  /**
   * Of its own size of images, 10 classes. Not by Adam, which turns the rounding of gradients that
   * are 0, as those of biases in front of a normalisation, into whole steps.
   */
  static Sample of(ModelDefinition model) {
    Maker maker =
        (image, classes, updater) ->
            model.configure(image, new Hyperparameters(classes, 42, updater));
    return new Sample(
        model.name(),
        maker,
        model.designShape(),
        10,
        new Nesterovs(1e-3, 0.9),
        network -> {},
        Clipping.NONE);
  }

  /** Steps of an agreement: as many as this network's cost allows. */
  int steps() {
    return isDeep() ? 2 : 20;
  }

  /**
   * Share of their size by which the last gradients may differ: rounding decides which way a relu
   * close to 0 goes. Thirteen normalisations, the last ones over as many numbers as there are
   * examples, magnify the rounding of the largest network.
   */
  double gradientShare() {
    return isDeep() ? 0.03 : 5e-3;
  }

  /** By which probabilities may differ. */
  double probabilityShare() {
    return isDeep() ? 0.01 : 1e-4;
  }

  /** Whether the reference and kernels on a CPU take minutes over it; others have its blocks. */
  public boolean isDeep() {
    return name.equals("vgg-explain") || name.equals("resnet18");
  }

  Sample on(int height, int width, int channels) {
    ImageShape other = new ImageShape(height, width, channels);
    return new Sample(name, maker, other, classes, updater, change, clipping);
  }

  Sample with(IUpdater updater) {
    return new Sample(name, maker, image, classes, updater, change, clipping);
  }

  Sample with(Clipping clipping) {
    return new Sample(name, maker, image, classes, updater, change, clipping);
  }

  Sample with(Consumer<MultiLayerConfiguration> more) {
    return new Sample(name, maker, image, classes, updater, change.andThen(more), clipping);
  }

  Sample named(String name) {
    return new Sample(name, maker, image, classes, updater, change, clipping);
  }

  /** DL4J draws other masks. */
  Sample withoutDropout() {
    return with(
        (MultiLayerConfiguration network) ->
            network.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .flatMap(
                    layer ->
                        layer instanceof Residual block
                            ? block.parts().stream().map(Residual.Part::layer)
                            : Stream.of(layer))
                .forEach(layer -> layer.setIDropout(null)));
  }

  MultiLayerConfiguration configuration() {
    MultiLayerConfiguration configuration = maker.make(image, classes, updater.clone());
    change.accept(configuration);
    return configuration;
  }

  static MultiLayerConfiguration configuration(
      List<Layer> layers, IUpdater updater, InputType input) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .updater(updater)
            .weightInit(WeightInit.XAVIER)
            .list();
    layers.forEach(list::layer);
    return list.setInputType(input).build();
  }

  public Plan plan() {
    return Plan.of(configuration(), Extent.of(image), clipping);
  }

  /** With parameters away from where DL4J starts them, every first gamma negative. */
  public MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init();
    Random random = new Random(1);
    network
        .paramTable()
        .forEach(
            (name, view) -> {
              INDArray moves = uniform(random, view.shape()).subi(0.5);
              view.addi(name.endsWith("W") ? moves.muli(0.05) : moves.muli(0.4));
              if (name.endsWith("gamma")) {
                view.putScalar(0, -0.7);
              }
            });
    return network;
  }

  /** Images that depend on their classes. */
  public INDArray images(int seed, int minibatch) {
    Random random = new Random(seed);
    INDArray images =
        uniform(random, minibatch, image.channels(), image.height(), image.width()).subi(0.5);
    for (int i = 0; i < minibatch; i++) {
      images.slice(i).addi(0.1 * label(seed, i));
    }
    return images;
  }

  public INDArray labels(int seed, int minibatch) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, minibatch, classes);
    for (int i = 0; i < minibatch; i++) {
      labels.putScalar(i, label(seed, i), 1);
    }
    return labels;
  }

  private int label(int seed, int i) {
    return Math.floorMod((i + 7 * seed) * 5, classes);
  }

  private static INDArray uniform(Random random, long... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, random.nextFloat());
    }
    return array;
  }

  @Override
  public String toString() {
    return name;
  }
}
