package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of native layers go through DL4J's own machinery as any network does. */
class RoundTripTest {

  private static final DataSet MINIBATCH = Networks.images(3, 8, 1, 28, 10, DataType.FLOAT);

  @TempDir Path folder;

  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network = Networks.fashionCnn(LayerKit.NATIVE, DataType.FLOAT, 0);
    network.fit(MINIBATCH);
    network.fit(MINIBATCH);
    return network;
  }

  @Test
  void jsonGivesTheSameConfiguration() {
    MultiLayerConfiguration configuration = trained().getLayerWiseConfigurations();

    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());

    assertThat(read).isEqualTo(configuration);
    assertThat(read.getConf(0).getLayer()).isInstanceOf(NativeConvolution.class);
    NativeBatchNormalisation norm = (NativeBatchNormalisation) read.getConf(1).getLayer();
    assertThat(norm.isRelu()).isTrue();
    assertThat(norm.getPool()).isEqualTo(Pool.of(2, 2));
  }

  @Test
  void aStoredModelGoesOnTrainingBitForBit() throws IOException {
    MultiLayerNetwork network = trained();
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);

    MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file, true);
    network.fit(MINIBATCH);
    read.fit(MINIBATCH);

    assertThat(bits(read.params())).isEqualTo(bits(network.params()));
    assertThat(bits(read.getUpdater().getStateViewArray()))
        .isEqualTo(bits(network.getUpdater().getStateViewArray()));
  }

  @Test
  void aCloneTrainsAlikeAndApart() {
    MultiLayerNetwork network = trained();
    MultiLayerNetwork clone = network.clone();
    INDArray before = network.params().dup();

    clone.fit(MINIBATCH);

    assertThat(bits(network.params())).isEqualTo(bits(before));
    network.fit(MINIBATCH);
    assertThat(bits(clone.params())).isEqualTo(bits(network.params()));
  }

  @Test
  void aModelPredictsTheSameOnStockLayers() {
    MultiLayerNetwork network = trained();
    MultiLayerNetwork stock = Networks.fashionCnn(LayerKit.STOCK, DataType.FLOAT, 0);

    stock.setParams(network.params());

    INDArray images = MINIBATCH.getFeatures();
    assertThat(stock.output(images).equalsWithEps(network.output(images), 1e-4)).isTrue();
  }

  @Test
  void frozenLayersStayAndANewHeadLearns() {
    MultiLayerNetwork network =
        new TransferLearning.Builder(trained())
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Adam(1e-3)).seed(1).build())
            .setFeatureExtractor(3)
            .nOutReplace(6, 4, WeightInit.XAVIER)
            .build();
    INDArray frozen = network.getLayer(2).params().dup();
    INDArray head = network.getLayer(6).params().dup();
    INDArray statistics = network.getLayer(1).params().dup();
    DataSet fourClasses = Networks.images(5, 8, 1, 28, 4, DataType.FLOAT);

    network.fit(fourClasses);

    assertThat(network.getLayer(2)).isInstanceOf(FrozenLayer.class);
    assertThat(bits(network.getLayer(2).params())).isEqualTo(bits(frozen));
    assertThat(bits(network.getLayer(1).params())).isEqualTo(bits(statistics));
    assertThat(bits(network.getLayer(6).params())).isNotEqualTo(bits(head));
    assertThat(network.output(fourClasses.getFeatures()).shape()).containsExactly(8, 4);
  }

  static Stream<Layer> layers() {
    return Stream.of(
        new NativeConvolution.Builder(3, 3).pool(Pool.of(2, 2)).nOut(4).build(),
        new NativePooling.Builder(PoolingType.AVG).kernelSize(2, 2).build(),
        new NativeBatchNormalisation.Builder().relu(true).pool(Pool.of(2, 2)).build(),
        new NativeDense.Builder().nOut(3).activation(Activation.RELU).build(),
        new NativeOutput.Builder(LossFunction.MCXENT).nOut(3).build());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aCloneIsEqualAndIndependent(Layer layer) {
    Layer clone = layer.clone();

    assertThat(clone).isEqualTo(layer).hasSameHashCodeAs(layer).isNotSameAs(layer);
    clone.setLayerName("other");
    assertThat(clone).isNotEqualTo(layer);
  }

  @Test
  void aNativeLayerIsNoStockLayer() {
    Layer pooled = LayerKit.NATIVE.convolutionReluMaxPool(Convolution.of(4, 3), 2, 2).get(0);
    Layer plain = LayerKit.NATIVE.convolution(Convolution.of(4, 3)).get(0);
    List<Layer> stock = LayerKit.STOCK.convolution(Convolution.of(4, 3));

    assertThat(plain).isNotEqualTo(stock.get(0)).isNotEqualTo(pooled);
    assertThat(stock.get(0)).isNotEqualTo(plain);
  }

  /** The values as they are: INDArray's own equals forgives a difference of 1e-5. */
  private static double[] bits(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }
}
