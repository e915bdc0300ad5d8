package io.catwalk.models.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class TransferTest {

  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  @ParameterizedTest
  @CsvSource({
    "lenet5, 1",
    "lenet5, 2",
    "lenet5, 4",
    "lenet5, 6",
    "fashion-cnn, 4",
    "fashion-cnn, 8",
    "catwalk-small, 10",
    "catwalk-resnet, 4"
  })
  void frontAndRestComputeWhatTheWholeDoes(String model, int frozen) {
    MultiLayerNetwork trained = network(model, new Sgd(0.1), 10);
    trained.fit(images(8), labels(8));
    Transfer transfer = new Transfer(trained, SHAPE, frozen);
    INDArray images = images(5);
    INDArray expected = trained.output(images);

    MultiLayerNetwork rest = transfer.rest(settings(new Adam(0.1), 10), false, configuration -> {});
    INDArray features = transfer.front().output(images);

    assertThat(Arrays.copyOfRange(features.shape(), 1, features.rank()))
        .isEqualTo(transfer.features());
    assertThat(rest.output(features)).isEqualTo(expected);
    MultiLayerNetwork whole = transfer.whole(settings(new Adam(0.1), 10), rest);
    assertThat(whole.output(images)).isEqualTo(expected);
    assertThat(whole.params()).isEqualTo(trained.params());
    assertThat(rest.numParams()).isLessThan(trained.numParams());
  }

  /** What the layers behind learn does not depend on whether those before them learn as well. */
  @Test
  void theRestLearnsWhatItWouldLearnInTheWhole() {
    MultiLayerNetwork trained = network("lenet5", new Sgd(0.1), 10);
    Transfer transfer = new Transfer(trained, SHAPE, 4);
    MultiLayerNetwork rest = transfer.rest(settings(new Sgd(0.1), 10), false, configuration -> {});
    INDArray before = trained.params().dup();

    rest.fit(transfer.front().output(images(6)), labels(6));
    MultiLayerNetwork whole = transfer.whole(settings(new Sgd(0.1), 10), rest);

    assertThat(whole.getIterationCount()).isEqualTo(1);
    assertThat(trained.params()).as("the stored network").isEqualTo(before);
    for (int layer = 0; layer < 4; layer++) {
      assertThat(whole.getLayer(layer).params()).isEqualTo(trained.getLayer(layer).params());
    }
    trained.fit(images(6), labels(6));
    for (int layer = 4; layer < 7; layer++) {
      INDArray difference = whole.getLayer(layer).params().sub(trained.getLayer(layer).params());
      assertThat(difference.amaxNumber().doubleValue()).isCloseTo(0, within(1e-6));
    }
    assertThat(whole.params()).isNotEqualTo(before);
  }

  @Test
  void otherClassesGetANewOutputLayerAndTheNextTrainingsSettings() {
    MultiLayerNetwork trained = network("fashion-cnn", new Sgd(0.1), 10);
    Transfer transfer = new Transfer(trained, SHAPE, 0);

    MultiLayerNetwork rest = transfer.rest(settings(new Adam(0.02), 3), true, configuration -> {});

    assertThat(transfer.freezes()).isFalse();
    assertThat(rest.output(images(2)).shape()).containsExactly(2, 3);
    assertThat(rest.getLayer(0).params()).isEqualTo(trained.getLayer(0).params());
    assertThat(rest.getLayer(10).params()).isEqualTo(trained.getLayer(10).params());
    assertThat(rest.getLearningRate(0)).isEqualTo(0.02);
    assertThat(rest.getUpdater().getStateViewArray().length())
        .as("Adam's moments of all that is learned")
        .isEqualTo(2 * (rest.numParams() - 2 * (32 + 64)));
    assertThat(transfer.whole(settings(new Adam(0.02), 3), rest)).isSameAs(rest);
  }

  @Test
  void atLeastTheOutputLayerIsTrained() {
    MultiLayerNetwork trained = network("lenet5", new Sgd(0.1), 10);

    assertThatThrownBy(() -> new Transfer(trained, SHAPE, 7))
        .hasMessage("expected from 0 to 6 frozen layers, found 7");
    assertThatThrownBy(() -> new Transfer(trained, SHAPE, 0).front())
        .hasMessage("nothing is frozen");
  }

  private static MultiLayerNetwork network(String model, IUpdater updater, int classes) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get(model).configure(SHAPE, new Hyperparameters(classes, 3, updater)));
    network.init();
    return network;
  }

  private static Hyperparameters settings(IUpdater updater, int classes) {
    return new Hyperparameters(classes, 5, updater);
  }

  private static INDArray images(int n) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(n), new long[] {n, 1, 28, 28});
  }

  private static INDArray labels(int n) {
    INDArray labels = Nd4j.zeros(n, 10);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % 10, 1);
    }
    return labels;
  }
}
