package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** How whole networks behave around the layers: memory, modes, gradients at the input. */
class NetworkUseTest {

  @Test
  void memoryStaysFlatOverManySteps() {
    MultiLayerNetwork network = Networks.lenet5(LayerKit.NATIVE, DataType.FLOAT);
    DirectUpdater.install(network);
    DataSet minibatch = Networks.images(1, 16, 1, 32, 10, DataType.FLOAT);
    fit(network, minibatch, 50);
    System.gc();
    long offHeap = Pointer.totalBytes();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long heap = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    fit(network, minibatch, 300);

    long perStep = (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - heap) / 300;
    assertThat(perStep).as("Java heap a step").isLessThan(100 << 10);
    assertThat(Pointer.totalBytes() - offHeap).as("off-heap growth").isLessThan(2 << 20);
  }

  private static void fit(MultiLayerNetwork network, DataSet minibatch, int steps) {
    for (int step = 0; step < steps; step++) {
      network.fit(minibatch.getFeatures(), minibatch.getLabels());
    }
  }

  @Test
  void workspacesMakeNoDifference() {
    MultiLayerNetwork with = Networks.fashionCnn(LayerKit.NATIVE, DataType.FLOAT, 0);
    MultiLayerNetwork without = Networks.fashionCnn(LayerKit.NATIVE, DataType.FLOAT, 0);
    without.getLayerWiseConfigurations().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    without.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    for (int step = 0; step < 3; step++) {
      DataSet minibatch = Networks.images(step, 4 + step, 1, 28, 10, DataType.FLOAT);
      with.fit(minibatch);
      without.fit(minibatch);
    }
    assertThat(bits(with.params())).isEqualTo(bits(without.params()));
  }

  @Test
  void theDirectUpdaterChangesNoBit() {
    MultiLayerNetwork direct = Networks.fashionCnn(LayerKit.NATIVE, DataType.FLOAT, 0);
    MultiLayerNetwork plain = Networks.fashionCnn(LayerKit.NATIVE, DataType.FLOAT, 0);
    DataSet minibatch = Networks.images(1, 6, 1, 28, 10, DataType.FLOAT);
    direct.fit(minibatch);
    plain.fit(minibatch);

    DirectUpdater.install(direct);
    fit(direct, minibatch, 3);
    fit(plain, minibatch, 3);

    assertThat(direct.getUpdater()).isInstanceOf(DirectUpdater.class);
    assertThat(bits(direct.params())).isEqualTo(bits(plain.params()));
    assertThat(bits(direct.getUpdater().getStateViewArray()))
        .isEqualTo(bits(plain.getUpdater().getStateViewArray()));
  }

  @Test
  void dropoutAndListenersWorkAsEver() {
    MultiLayerNetwork network = Networks.fashionCnn(LayerKit.NATIVE, DataType.FLOAT, 0.5);
    CollectScoresListener scores = new CollectScoresListener(1);
    network.setListeners(scores);
    DataSet minibatch = Networks.images(1, 6, 1, 28, 10, DataType.FLOAT);
    INDArray images = minibatch.getFeatures();

    fit(network, minibatch, 3);

    assertThat(scores.getListScore().size()).isEqualTo(3);
    assertThat(bits(network.output(images, true)))
        .isNotEqualTo(bits(network.output(images, false)));
    assertThat(bits(network.output(images))).isEqualTo(bits(network.output(images)));
  }

  @Test
  void theScoreOfATrainingStepIsTheScoreOfItsMinibatch() {
    MultiLayerNetwork network = Networks.lenet5(LayerKit.NATIVE, DataType.FLOAT);
    DataSet minibatch = Networks.images(1, 6, 1, 32, 10, DataType.FLOAT);
    double before = network.score(minibatch, true);

    network.fit(minibatch);

    assertThat(network.score()).isCloseTo(before, Offset.offset(1e-5));
    assertThat(network.score(minibatch)).isNotEqualTo(before);
  }

  @Test
  void theGradientAtTheInputIsTheSlopeOfTheLoss() {
    List<Layer> layers = new ArrayList<>();
    layers.addAll(
        LayerKit.NATIVE.convolution(Convolution.of(3, 3).withActivation(Activation.TANH)));
    layers.addAll(LayerKit.NATIVE.batchNormReluMaxPool(2, 2));
    layers.addAll(LayerKit.NATIVE.dropout(0.5));
    layers.addAll(LayerKit.NATIVE.output(3));
    InputType input = InputType.convolutional(8, 8, 1);
    MultiLayerNetwork network = Networks.network(layers, input, DataType.DOUBLE, new Sgd(0.1));
    DataSet data = Networks.data(1, 2, input, 3, DataType.DOUBLE);
    network.fit(data);
    INDArray parameters = network.params().dup();

    INDArray gradient = InputGradient.of(network, data.getFeatures(), data.getLabels());

    assertThat(bits(network.params())).isEqualTo(bits(parameters));
    double step = 1e-5;
    for (int pixel : new int[] {0, 27, 63, 64, 100}) {
      INDArray up = data.getFeatures().dup();
      INDArray down = data.getFeatures().dup();
      up.data().put(pixel, up.data().getDouble(pixel) + step);
      down.data().put(pixel, down.data().getDouble(pixel) - step);
      double slope = (loss(network, up, data) - loss(network, down, data)) / (2 * step);
      assertThat(gradient.dup('c').data().getDouble(pixel)).isCloseTo(slope, Offset.offset(1e-6));
    }
    assertThat(((NativeConvolution) network.getLayer(0).conf().getLayer()).isInputGradient())
        .isFalse();
    assertThat(network.getLayer(2).conf().getLayer().getIDropout()).isNotNull();
  }

  private static double loss(MultiLayerNetwork network, INDArray images, DataSet data) {
    return network.score(new DataSet(images, data.getLabels()), false) * images.size(0);
  }

  @Test
  void aFlatInputReachesTheFirstConvolution() {
    MultiLayerNetwork network =
        Networks.network(
            Networks.lenet5(LayerKit.NATIVE),
            InputType.convolutionalFlat(32, 32, 1),
            DataType.FLOAT,
            new Sgd(0.1));
    INDArray images = Nd4j.rand(DataType.FLOAT, 4, 1024);
    INDArray before = network.params().dup();

    network.fit(new DataSet(images, Nd4j.eye(10).get(NDArrayIndex.interval(0, 4)).dup()));

    assertThat(bits(network.params())).isNotEqualTo(bits(before));
  }

  @Test
  void kitsGoByName() {
    assertThat(LayerKit.named("native").name()).isEqualTo("native");
    assertThat(LayerKit.named("STOCK").name()).isEqualTo("stock");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerKit.named("fast"))
        .withMessage("expected layers native or stock, found fast");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Convolution.of(0, 3))
        .withMessage("expected filters of at least 1, found 0");
  }

  @Test
  void withoutOneDnnTheResultsAreTheSame() {
    DataSet minibatch = Networks.images(1, 6, 1, 28, 10, DataType.FLOAT);
    MultiLayerNetwork with = plainDescent();
    fit(with, minibatch, 3);
    MultiLayerNetwork without = plainDescent();
    Nd4j.getEnvironment().allowHelpers(false);
    try {
      fit(without, minibatch, 3);
    } finally {
      Nd4j.getEnvironment().allowHelpers(true);
    }
    assertThat(bits(without.params())).isNotEqualTo(bits(with.params()));
    assertThat(without.params().equalsWithEps(with.params(), 1e-3)).isTrue();
  }

  /** Adam would blow up differences of gradients that are zero but for rounding. */
  private static MultiLayerNetwork plainDescent() {
    return Networks.network(
        Networks.fashionCnn(LayerKit.NATIVE, 0),
        InputType.convolutional(28, 28, 1),
        DataType.FLOAT,
        new Sgd(0.01));
  }

  /** The values as they are: INDArray's own equals forgives a difference of 1e-5. */
  private static double[] bits(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }
}
