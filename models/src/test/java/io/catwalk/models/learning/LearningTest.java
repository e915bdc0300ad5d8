package io.catwalk.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.layers.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Learning rates, weight decay and clipping; {@code pytorch/learning.py} made the figures. */
class LearningTest {

  private static final double PEAK = 0.5;
  private static final int IN = 5;
  private static final int CLASSES = 3;
  private static final LearningRate FALLING =
      new LearningRate(0.1, false, 2, new RateCurve.Cosine(10, 0.1));

  private static final Map<String, LearningRate> RATES =
      Map.of(
          "stairs", rate(0, new RateCurve.Stairs(0.3, 6)),
          "exponential", rate(0, new RateCurve.Stairs(0.9, 1)),
          "polynomial", rate(0, new RateCurve.Polynomial(2, 15, 0)),
          "cosine", rate(0, new RateCurve.Cosine(20, 0.1)),
          "one-cycle", rate(0, new RateCurve.OneCycle(21, 0.3)),
          "warm-up", rate(5, new RateCurve.Constant()));

  private static LearningRate rate(int warmUp, RateCurve curve) {
    return new LearningRate(PEAK, false, warmUp, curve);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stairs", "exponential", "polynomial", "cosine", "one-cycle", "warm-up"})
  void ratesAreThoseOfPyTorch(String name) throws IOException {
    JsonNode expected = reference("rates", name);
    LearningRate rate = RATES.get(name);
    LearningRate byEpoch = new LearningRate(PEAK, true, rate.warmUp(), rate.curve());

    for (int step = 0; step < expected.size(); step++) {
      double wanted = expected.get(step).asDouble();
      assertThat(rate.valueAt(step, 7)).as("step %d", step).isCloseTo(wanted, within(1e-12));
      assertThat(byEpoch.valueAt(7, step)).as("epoch %d", step).isCloseTo(wanted, within(1e-12));
    }
  }

  @Test
  void aCurveFollowsItsWarmUp() {
    assertThat(FALLING.valueAt(0, 0)).isCloseTo(0.05, within(1e-12));
    assertThat(FALLING.valueAt(1, 0)).isEqualTo(FALLING.valueAt(2, 0)).isEqualTo(0.1);
    assertThat(FALLING.valueAt(7, 0)).isCloseTo(0.1 * (0.1 + 0.9 / 2), within(1e-12));
    assertThat(FALLING.valueAt(12, 0)).isCloseTo(0.01, within(1e-12));
    assertThat(FALLING.valueAt(1000, 0)).isCloseTo(0.01, within(1e-12));
  }

  /** Periods of 10, 20 and 40 of 70 steps, each half a cosine from 1 to 0.1. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "5, 0.55",
    "10, 1",
    "20, 0.55",
    "30, 1",
    "40, 0.868198",
    "50, 0.55",
    "70, 0.1",
    "99, 0.1"
  })
  void warmRestartsBeginAnewInLongerPeriods(int step, double share) {
    RateCurve curve = new RateCurve.WarmRestarts(70, 0.1, 2, 2);

    assertThat(curve.share(step)).isCloseTo(share, within(1e-6));
  }

  @Test
  void warmRestartsOfEqualPeriodsNeedNotFallOnSteps() {
    RateCurve curve = new RateCurve.WarmRestarts(10, 0, 2, 1);

    assertThat(curve.share(3)).isCloseTo((1 + Math.cos(Math.PI * 0.9)) / 2, within(1e-12));
    assertThat(curve.share(4)).isCloseTo((1 + Math.cos(Math.PI * 0.2)) / 2, within(1e-12));
    assertThat(curve.share(10)).isCloseTo(0, within(1e-12));
  }

  @Test
  void aShortCycleStillEndsLow() {
    for (int steps = 1; steps <= 6; steps++) {
      RateCurve cycle = new RateCurve.OneCycle(steps, 0.3);
      double last = cycle.share(steps - 1);
      assertThat(last).isCloseTo(steps == 1 ? 1 : 4e-6, within(1e-9));
      assertThat(cycle.share(steps)).isEqualTo(last);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adam", "adamw", "clip-norm", "clip-value"})
  void weightsAreThoseOfPyTorch(String name) throws IOException {
    IUpdater updater = name.startsWith("adam") ? new Adam(0.1) : new Sgd(0.1);
    MultiLayerNetwork network = network(updater, new WeightPenalty(0.1, name.equals("adamw")));
    DirectUpdater.install(network);
    DirectUpdater.clip(
        network,
        new Clipping(name.equals("clip-norm") ? 0.05 : 0, name.equals("clip-value") ? 0.05 : 0));
    fill(network);
    for (int step = 0; step < 4; step++) {
      network.fit(images(), labels());
    }

    JsonNode expected = reference("weights", name);
    INDArray weights = network.getParam("0_W");
    for (int out = 0; out < CLASSES; out++) {
      for (int in = 0; in < IN; in++) {
        assertThat(weights.getDouble(in, out))
            .isCloseTo(expected.get(out * IN + in).asDouble(), within(2e-5));
      }
      assertThat(network.getParam("0_b").getDouble(out))
          .isCloseTo(expected.get(CLASSES * IN + out).asDouble(), within(2e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"sgd", "nesterovs", "adam", "rmsprop"})
  void ratesAndPenaltiesSurviveJsonAndAReduction(String name) {
    IUpdater updater =
        switch (name) {
          case "sgd" -> new Sgd(FALLING);
          case "nesterovs" -> new Nesterovs(FALLING, 0.9);
          case "adam" -> new Adam(FALLING);
          default -> new RmsProp(FALLING);
        };
    MultiLayerNetwork network = network(updater, new WeightPenalty(0.1, true));
    String json = network.getLayerWiseConfigurations().toJson();
    MultiLayerNetwork again = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
    again.init();
    DirectUpdater.install(again);
    fill(network);
    fill(again);
    LearningRate.reduce(again, 0.5);
    assertThat(again.getLayerWiseConfigurations().toJson()).isEqualTo(json);
    assertThat(again.getLearningRate(0)).isEqualTo(network.getLearningRate(0) / 2);
    LearningRate.reduce(again, 1);
    for (int step = 0; step < 4; step++) {
      network.fit(images(), labels());
      again.fit(images(), labels());
    }
    assertThat(again.params().toFloatVector()).isEqualTo(network.params().toFloatVector());

    LearningRate.reduce(again, 0.5);
    again.fit(images(), labels());
    network.fit(images(), labels());
    assertThat(again.params().toFloatVector()).isNotEqualTo(network.params().toFloatVector());
  }

  @Test
  void neitherBiasesNorNormalisationDecay() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().updater(new Sgd(0)).list();
    layers.layer(Layers.dense(4, org.nd4j.linalg.activations.Activation.RELU));
    layers.layer(Layers.batchNorm());
    layers.layer(Layers.output(CLASSES));
    MultiLayerConfiguration configuration = layers.setInputType(InputType.feedForward(IN)).build();
    new WeightPenalty(0.1, false).addTo(configuration);

    assertThat(configuration.getConf(0).getLayer().getRegularizationByParam("W")).hasSize(1);
    assertThat(configuration.getConf(0).getLayer().getRegularizationByParam("b")).isEmpty();
    assertThat(configuration.getConf(1).getLayer()).isInstanceOf(BatchNormalization.class);
    assertThat(configuration.getConf(1).getLayer().getRegularizationByParam("gamma")).isNull();
  }

  private static MultiLayerNetwork network(IUpdater updater, WeightPenalty penalty) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().updater(updater).list();
    layers.layer(Layers.output(CLASSES));
    MultiLayerConfiguration configuration = layers.setInputType(InputType.feedForward(IN)).build();
    penalty.addTo(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static void fill(MultiLayerNetwork network) {
    INDArray weights = network.getParam("0_W");
    INDArray biases = network.getParam("0_b");
    for (int out = 0; out < CLASSES; out++) {
      for (int in = 0; in < IN; in++) {
        weights.putScalar(in, out, value(out * IN + in, 1, 1));
      }
      biases.putScalar(out, value(out, 2, 0.1));
    }
  }

  private static INDArray images() {
    INDArray images = Nd4j.create(DataType.FLOAT, 4, IN);
    for (int i = 0; i < images.length(); i++) {
      images.putScalar(i / IN, i % IN, value(i, 3, 1));
    }
    return images;
  }

  private static INDArray labels() {
    return Nd4j.create(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}});
  }

  private static double value(int i, int number, double scale) {
    return scale * Math.sin(0.7 * i + number) * Math.cos(0.3 * i * number + 1);
  }

  private static JsonNode reference(String part, String name) throws IOException {
    try (InputStream in = LearningTest.class.getResourceAsStream("/pytorch/learning.json")) {
      return new ObjectMapper().readTree(in).get(part).get(name);
    }
  }
}
