package io.catwalk.models.engine;

import static io.catwalk.models.blocks.ActivationFunction.RELU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** What all devices promise. */
class SessionTest {

  private static final Preparation PREPARATION =
      new Preparation(List.of(0.3), List.of(0.25), 0.1, List.of(0.5, 1.0, 2.0, 1.0));

  static Stream<Arguments> blocks() {
    return Samples.blocks().stream().map(Arguments::of);
  }

  /** Dropout's masks among it. */
  @ParameterizedTest
  @MethodSource("blocks")
  void cpuHasTheReferencesGradient(Sample sample) {
    Plan plan = sample.plan();
    MultiLayerNetwork network = sample.network();
    for (int n : new int[] {1, 7}) {
      INDArray expected = gradient("reference", plan, network, sample, n);
      INDArray found = gradient("cpu", plan, network, sample, n);
      double apart = found.sub(expected).norm2Number().doubleValue();
      assertThat(apart)
          .as("of %d examples", n)
          .isLessThan(1e-4 * expected.norm2Number().doubleValue() + 1e-7);
    }
  }

  private static INDArray gradient(
      String device, Plan plan, MultiLayerNetwork network, Sample sample, int n) {
    INDArray gradient = Nd4j.zeros(DataType.FLOAT, 1, plan.length());
    try (Session session = Device.named(device).open(plan, n)) {
      session.write(State.of(network));
      session.gradient(sample.images(n, n), sample.labels(n, n), Progress.of(4, 0, 9), gradient);
      INDArray after = Nd4j.zeros(DataType.FLOAT, 1, plan.length());
      session.read(new State(after, Nd4j.zerosLike(State.of(network).updater())));
      assertThat(after.toFloatVector()).as("the state").isEqualTo(network.params().toFloatVector());
    }
    return gradient;
  }

  private static Sample grey() {
    return Sample.of(
            "grey",
            ConvBlock.of(5, 3).withoutBias(),
            NormBlock.relu(),
            PoolBlock.max(2),
            new DropoutBlock(0.3))
        .on(11, 9, 1)
        .with(new Adam(1e-3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void roundsAreSteps(String device) {
    Sample sample = grey();
    Plan plan = sample.plan();
    MultiLayerNetwork network = sample.network();
    Bytes bytes = new Bytes(23, 99);
    int[] order = IntStream.range(0, 23).map(i -> i * 5 % 23).toArray();
    INDArray rounds = network.params().dup();
    INDArray steps = network.params().dup();
    INDArray state = State.of(network).updater().dup();
    double[] losses;
    try (Session session = Device.named(device).open(plan, 8)) {
      session.write(State.of(network));
      try (Examples examples = session.load(bytes, PREPARATION)) {
        losses = session.round(examples, order, 1, 22, 8, Progress.of(10, 0, 3));
      }
      session.read(new State(rounds, state));
    }
    try (Session session = Device.named(device).open(plan, 8)) {
      session.write(State.of(network));
      for (int i = 0; i < 3; i++) {
        int from = 1 + 8 * i;
        int to = Math.min(22, from + 8);
        double loss =
            session.step(
                bytes.images(order, from, to),
                bytes.targets(order, from, to),
                Progress.of(10 + i, 0, 3));
        assertThat(losses[i]).isEqualTo(loss);
      }
      session.read(new State(steps, state));
    }
    assertThat(losses).hasSize(3);
    assertThat(rounds.toFloatVector())
        .isEqualTo(steps.toFloatVector())
        .isNotEqualTo(network.params().toFloatVector());
  }

  @Test
  void sameCallsGiveTheSameBits() {
    Sample sample = Samples.network("catwalk-small");
    assertThat(trained(sample)).isEqualTo(trained(sample));
  }

  private static float[] trained(Sample sample) {
    MultiLayerNetwork network = sample.network();
    State state = State.of(network);
    try (Session session = Device.named("cpu").open(sample.plan(), 16)) {
      session.write(state);
      for (int i = 0; i < 3; i++) {
        session.step(sample.images(i, 16), sample.labels(i, 16), Progress.of(i, 0, 1));
      }
      session.read(state);
    }
    return network.params().toFloatVector();
  }

  /** Labels may add up to an example's weight: one of weight 2 counts as the same one twice. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void weightedTargetsAreRepeatedExamples(String device) {
    Sample sample = Sample.of("plain", ConvBlock.of(5, 3).with(RELU), DenseBlock.relu(9));
    MultiLayerNetwork network = sample.network();
    INDArray images = sample.images(0, 3);
    INDArray labels = sample.labels(0, 3);
    INDArray twice = Nd4j.concat(0, images, images.get(NDArrayIndex.interval(2, 3)));
    INDArray both = Nd4j.concat(0, labels, labels.get(NDArrayIndex.interval(2, 3)));
    labels.getRow(2).muli(2);
    INDArray weighted = Nd4j.zeros(DataType.FLOAT, 1, network.numParams());
    INDArray repeated = Nd4j.zeros(DataType.FLOAT, 1, network.numParams());
    try (Session session = Device.named(device).open(sample.plan(), 4)) {
      session.write(State.of(network));
      double once = session.gradient(images, labels, Progress.of(0, 0, 1), weighted);
      double more = session.gradient(twice, both, Progress.of(0, 0, 1), repeated);
      assertThat(once * 3).isCloseTo(more * 4, within(1e-5));
    }
    assertThat(weighted.mul(3).sub(repeated.mul(4)).normmaxNumber().doubleValue()).isLessThan(1e-5);
    assertThat(weighted.normmaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  @Test
  void refusesMoreExamplesThanItWasOpenedFor() {
    Sample sample = grey();
    try (Session session = Device.named("cpu").open(sample.plan(), 3)) {
      assertThatThrownBy(
              () -> session.step(sample.images(0, 4), sample.labels(0, 4), Progress.of(0, 0, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected 1 to 3 examples, found 4");
    }
  }

  @Test
  void devicesAreFoundByName() {
    assertThat(Device.named("cpu").description()).startsWith("oneDNN 3.");
    assertThatThrownBy(() -> Device.named("abacus"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cpu")
        .hasMessageContaining("reference")
        .hasMessageEndingWith("found abacus");
  }

  /** Random grey images with labels by turns. */
  private static final class Bytes implements ImageBytes {

    private final byte[][] pixels;

    Bytes(int size, int values) {
      pixels = new byte[size][values];
      Random random = new Random(2);
      for (byte[] image : pixels) {
        random.nextBytes(image);
      }
    }

    @Override
    public int size() {
      return pixels.length;
    }

    @Override
    public int label(int position) {
      return position % 4;
    }

    @Override
    public void copy(int position, byte[] into, int at) {
      System.arraycopy(pixels[position], 0, into, at, pixels[position].length);
    }

    INDArray images(int[] order, int from, int to) {
      INDArray images = Nd4j.zeros(DataType.FLOAT, to - from, 1, 11, 9);
      for (int i = from; i < to; i++) {
        for (int k = 0; k < 99; k++) {
          int pixel = pixels[order[i]][k] & 0xff;
          images.putScalar((i - from) * 99L + k, (float) ((pixel / 255.0 - 0.3) / 0.25));
        }
      }
      return images;
    }

    /** Smoothed by a tenth over four classes, weighted by class. */
    INDArray targets(int[] order, int from, int to) {
      INDArray targets = Nd4j.zeros(DataType.FLOAT, to - from, 4);
      for (int i = from; i < to; i++) {
        float weight = PREPARATION.classWeights().get(label(order[i])).floatValue();
        for (int c = 0; c < 4; c++) {
          float target = (float) (1 - 0.1) * (c == label(order[i]) ? 1 : 0) + (float) (0.1 / 4);
          targets.putScalar(i - from, c, target * weight);
        }
      }
      return targets;
    }
  }
}
