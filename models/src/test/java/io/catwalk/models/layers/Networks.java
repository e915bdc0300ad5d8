package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks and data that tests and the benchmark share. */
final class Networks {

  private Networks() {}

  /** LeNet-5 as the textbook's table has it: 1@32×32, 61,706 parameters. */
  static List<Layer> lenet5(LayerKit kit) {
    List<Layer> layers = new ArrayList<>();
    layers.addAll(kit.convolutionReluMaxPool(Convolution.of(6, 5), 2, 2));
    layers.addAll(kit.convolutionReluMaxPool(Convolution.of(16, 5), 2, 2));
    layers.addAll(kit.dense(120, Activation.RELU));
    layers.addAll(kit.dense(84, Activation.RELU));
    layers.addAll(kit.output(10));
    return layers;
  }

  /** The textbook's convolutional network for Fashion-MNIST: 1@28×28. */
  static List<Layer> fashionCnn(LayerKit kit, double dropout) {
    List<Layer> layers = new ArrayList<>();
    layers.addAll(kit.convolution(Convolution.of(32, 3).withPadding(1)));
    layers.addAll(kit.batchNormReluMaxPool(2, 2));
    layers.addAll(kit.convolution(Convolution.of(64, 3)));
    layers.addAll(kit.batchNormReluMaxPool(2, 2));
    layers.addAll(kit.dense(600, Activation.IDENTITY));
    if (dropout > 0) {
      layers.addAll(kit.dropout(dropout));
    }
    layers.addAll(kit.dense(120, Activation.IDENTITY));
    layers.addAll(kit.output(10));
    return layers;
  }

  static MultiLayerConfiguration configuration(
      List<Layer> layers, InputType input, DataType dataType, IUpdater updater) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .dataType(dataType)
            .updater(updater)
            .weightInit(WeightInit.XAVIER)
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.setInputType(input).build();
  }

  static MultiLayerNetwork network(
      List<Layer> layers, InputType input, DataType dataType, IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(configuration(layers, input, dataType, updater));
    network.init();
    return network;
  }

  static MultiLayerNetwork lenet5(LayerKit kit, DataType dataType) {
    return network(lenet5(kit), InputType.convolutional(32, 32, 1), dataType, new Adam(1e-3));
  }

  static MultiLayerNetwork fashionCnn(LayerKit kit, DataType dataType, double dropout) {
    return network(
        fashionCnn(kit, dropout), InputType.convolutional(28, 28, 1), dataType, new Adam(1e-3));
  }

  /**
   * Moves all parameters away from where DL4J starts them, and makes every first gamma negative.
   * Always by as much: other parameters may bring two values of a maximum's window so close that
   * rounding alone decides between them, and the networks that are compared part there.
   */
  static void scatter(MultiLayerNetwork network) {
    INDArray parameters = network.params();
    INDArray moves = uniform(new Random(1), parameters.shape(), parameters.dataType());
    parameters.addi(moves.subi(0.5).muli(1.2));
    network
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_gamma")) {
                values.putScalar(0, -0.7);
              }
            });
  }

  /** Images [minibatch, channels, size, size] that depend on their random classes. */
  static DataSet images(long seed, int minibatch, int channels, int size, int classes, DataType t) {
    return data(seed, minibatch, InputType.convolutional(size, size, channels), classes, t);
  }

  /** Inputs of this type that depend on their random classes. */
  static DataSet data(long seed, int minibatch, InputType input, int classes, DataType type) {
    Random random = new Random(seed);
    long[] shape = input.getShape(true);
    shape[0] = minibatch;
    INDArray values = uniform(random, shape, type);
    INDArray labels = Nd4j.zeros(type, minibatch, classes);
    for (int i = 0; i < minibatch; i++) {
      int label = random.nextInt(classes);
      labels.putScalar(i, label, 1);
      values.slice(i).addi(0.1 * label);
    }
    return new DataSet(values, labels);
  }

  /** Values in [0, 1) that are the same in every process: ND4J's seeded ones are not. */
  private static INDArray uniform(Random random, long[] shape, DataType type) {
    return Nd4j.create(random.doubles(ArrayUtil.prodLong(shape)).toArray(), shape, type);
  }
}
