package io.catwalk.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AveragingConfigTest {

  @Test
  void theFrequencyDoublesEachEpochUntilItIsReached() {
    AveragingConfig averaging =
        new AveragingConfig(50, 4, true, true, OuterConfig.AVERAGE, "none", "memory");

    assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 100_000).map(averaging::frequency))
        .containsExactly(4, 8, 16, 32, 50, 50, 50);
  }

  @Test
  void aFirstFrequencyAboveTheLastChangesNothing() {
    AveragingConfig averaging =
        new AveragingConfig(5, 40, true, true, OuterConfig.AVERAGE, "none", "memory");

    assertThat(averaging.frequency(1)).isEqualTo(5);
  }

  @Test
  void theLargestShareSetsTheNumberOfRounds() {
    AveragingConfig growing =
        new AveragingConfig(4, 1, true, true, OuterConfig.AVERAGE, "none", "memory");

    // 45 examples for 2 workers are at most 23: 3 minibatches of 8.
    assertThat(AveragingConfig.every(2).rounds(45, 2, 8, 1)).isEqualTo(2);
    assertThat(IntStream.of(1, 2, 3).map(epoch -> growing.rounds(45, 2, 8, epoch)))
        .containsExactly(3, 2, 1);
    assertThat(AveragingConfig.every(3).rounds(48, 2, 8, 1)).isEqualTo(1);
    assertThat(AveragingConfig.every(3).rounds(49, 2, 8, 1)).isEqualTo(2);
  }

  @Test
  void withoutAFirstFrequencyItIsTheSameInEveryEpoch() {
    assertThat(IntStream.of(1, 7).map(AveragingConfig.every(10)::frequency))
        .containsExactly(10, 10);
  }
}
