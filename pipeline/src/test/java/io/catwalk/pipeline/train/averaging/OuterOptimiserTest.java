package io.catwalk.pipeline.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.train.state.Trainables;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class OuterOptimiserTest {

  private static final OuterConfig NESTEROV =
      new OuterConfig(OuterConfig.Method.NESTEROV, 0.5, 0.9);

  @Test
  void averageTakesTheAverageAndRemembersNothing() {
    OuterOptimiser outer = new OuterOptimiser(OuterConfig.AVERAGE, all(2));
    float[] average = {3, 4};

    assertThat(outer.next(new float[] {1, 2}, average)).containsExactly(3, 4);
    assertThat(outer.velocity()).isEmpty();
  }

  @Test
  void nesterovFollowsTheChangeWithMomentum() {
    OuterOptimiser outer = new OuterOptimiser(NESTEROV, all(1));

    // Δ = 1, v = 1, next = 10 − 0.5 (1 + 0.9).
    float[] first = outer.next(new float[] {10}, new float[] {9});
    // Δ = 9.05 − 8.05 = 1, v = 1.9, next = 9.05 − 0.5 (1 + 1.71).
    float[] second = outer.next(first, new float[] {8.05f});

    assertThat(first).containsExactly(9.05f);
    assertThat(second[0]).isCloseTo(7.695f, within(1e-5f));
    assertThat(outer.velocity()[0]).isCloseTo(1.9f, within(1e-6f));
  }

  @Test
  void aLearningRateOfOneWithoutMomentumIsTheAverage() {
    OuterOptimiser outer =
        new OuterOptimiser(new OuterConfig(OuterConfig.Method.NESTEROV, 1, 0), all(1));

    assertThat(outer.next(new float[] {8}, new float[] {6})).containsExactly(6);
  }

  @Test
  void aRestoredVelocityGoesOnAsIfNothingHadHappened() {
    OuterOptimiser undisturbed = new OuterOptimiser(NESTEROV, all(1));
    float[] start = undisturbed.next(new float[] {10}, new float[] {9});
    OuterOptimiser resumed = new OuterOptimiser(NESTEROV, all(1));
    resumed.restore(undisturbed.velocity());

    assertThat(resumed.next(start.clone(), new float[] {7}))
        .containsExactly(undisturbed.next(start.clone(), new float[] {7}));
    assertThatThrownBy(() -> resumed.restore(new float[3]))
        .hasMessage("A velocity of 3 values for one of 1");
  }

  @Test
  void statisticsOfBatchNormalisationAreAlwaysTheAverage() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("fashion-cnn")
                .configure(new ImageShape(28, 28, 1), new Hyperparameters(10, 3, new Sgd(0.1))));
    network.init();
    Trainables trainables = Trainables.of(network);
    OuterOptimiser outer = new OuterOptimiser(NESTEROV, trainables);
    float[] start = new float[trainables.size()];
    float[] average = new float[trainables.size()];
    Arrays.fill(average, 1);

    network.setParams(Nd4j.createFromArray(outer.next(start, average)).reshape(1, -1));

    network
        .paramTable()
        .forEach(
            (name, values) -> {
              boolean statistic = name.endsWith("_mean") || name.endsWith("_log10stdev");
              assertThat(values.minNumber().floatValue()).as(name).isEqualTo(statistic ? 1 : 0.95f);
              assertThat(values.maxNumber().floatValue()).as(name).isEqualTo(statistic ? 1 : 0.95f);
            });
    assertThat(network.paramTable().keySet()).anyMatch(name -> name.endsWith("_log10stdev"));
  }

  private static Trainables all(int size) {
    return new Trainables(size, List.of(new Trainables.Range(0, size)));
  }
}
