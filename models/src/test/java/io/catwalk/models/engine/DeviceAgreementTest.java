package io.catwalk.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.learning.DirectUpdater;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every device beside DL4J's own layers and updaters. */
class DeviceAgreementTest {

  private static final int MINIBATCH = 7;

  static Stream<Arguments> cases() {
    // The reference takes minutes over the largest networks, all of whose operations others have.
    return Stream.of("cpu", "reference")
        .flatMap(device -> Samples.all().stream().map(sample -> Arguments.of(device, sample)))
        .filter(one -> one.get()[0].equals("cpu") || !((Sample) one.get()[1]).isDeep());
  }

  /** As many steps as the sample takes, the last of them of one example less, then inference. */
  @ParameterizedTest
  @MethodSource("cases")
  void trainsAsDl4jDoes(String device, Sample asked) {
    Sample sample = asked.withoutDropout();
    MultiLayerNetwork network = sample.network();
    DirectUpdater.install(network);
    DirectUpdater.clip(network, sample.clipping());
    INDArray start = network.params().dup();
    try (Session session = Device.named(device).open(sample.plan(), MINIBATCH)) {
      session.write(State.of(network));
      for (int i = 0; i < sample.steps(); i++) {
        int n = i == sample.steps() - 1 ? MINIBATCH - 1 : MINIBATCH;
        INDArray images = sample.images(i, n);
        INDArray labels = sample.labels(i, n);
        network.fit(images, labels);
        double loss = session.step(images, labels, Progress.of(i, 0, 1));
        assertThat(loss).as("loss of step " + i).isCloseTo(network.score(), within(1e-4));
      }
      INDArray trained = Nd4j.zeros(DataType.FLOAT, 1, network.numParams());
      INDArray state = State.of(network).updater().dup();
      session.read(new State(trained, state));
      Closeness.check(
          "parameters", trained, network.params().reshape(trained.shape()), start, 1e-4);
      if (state.length() > 1) {
        INDArray zero = Nd4j.zerosLike(state);
        Closeness.check(
            "updater state", state, State.of(network).updater(), zero, sample.gradientShare());
      }

      INDArray images = sample.images(99, 5);
      INDArray probabilities = Nd4j.zeros(DataType.FLOAT, 5, sample.classes());
      session.infer(images, probabilities);
      INDArray expected = network.output(images);
      assertThat(probabilities.sub(expected).normmaxNumber().doubleValue())
          .isLessThan(sample.probabilityShare());
    }
  }

  private static Offset<Double> within(double share) {
    return Offset.offset(share);
  }
}
