package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class MovingAverageTest {

  /** With batch normalisation. */
  private final MultiLayerNetwork network =
      NewNetwork.of(
          ModelCatalog.get("fashion-cnn"),
          new ImageShape(28, 28, 1),
          10,
          TrainingConfigs.of(1, 1, 4),
          40);

  @Test
  void aRoundOfManyStepsKeepsAsMuchAsThatManyRoundsOfOne() {
    network.params().assign(8);
    network.setIterationCount(1000);
    MovingAverage together = new MovingAverage(0.5, network);
    MovingAverage single = new MovingAverage(0.5, network);
    network.params().assign(0);

    for (int step = 1001; step <= 1003; step++) {
      network.setIterationCount(step);
      single.follow();
    }
    together.follow();

    assertThat(together.values()).containsOnly(1f);
    assertThat(single.values()).containsOnly(1f);
  }

  @Test
  void theBeginningIsForgottenSoon() {
    network.params().assign(1);
    MovingAverage average = new MovingAverage(0.999, network);
    network.params().assign(0);
    network.setIterationCount(2);

    average.follow();

    assertThat(average.values()[0]).isCloseTo(2 / 11f * 3 / 12, within(1e-7f));
  }

  @Test
  void runningMeansAndVariancesAreAveragedAndTheUpdatersStateIsTheLast() {
    MovingAverage average = new MovingAverage(0.5, network);
    network.getParam("1_mean").assign(4);
    network.getUpdater().getStateViewArray().assign(7);
    network.setIterationCount(1);

    average.follow();
    MultiLayerNetwork judged = average.network();

    assertThat(judged.getParam("1_mean").meanNumber().doubleValue())
        .isCloseTo(4 * (1 - 2.0 / 11), within(1e-6));
    assertThat(judged.getUpdater().getStateViewArray().minNumber().doubleValue()).isEqualTo(7);
    assertThat(judged.getIterationCount()).isEqualTo(1);
    assertThat(network.getParam("1_mean").meanNumber().doubleValue())
        .as("training goes on from the last parameters")
        .isEqualTo(4);
  }

  @Test
  void withoutADecayTheTrainedNetworkIsJudged() {
    MovingAverage none = new MovingAverage(0, network);
    network.setIterationCount(5);
    none.follow();

    assertThat(none.network()).isSameAs(network);
    assertThat(none.values()).isEmpty();
  }

  @Test
  void anotherNetworksAverageIsRefused() {
    MovingAverage average = new MovingAverage(0.5, network);

    assertThatThrownBy(() -> average.restore(new float[3]))
        .hasMessageStartingWith("A moving average of 3 values for one of ");
  }
}
