package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundAdviceTest {

  /** 4 ms a minibatch, 10 + 2.5 a worker ms a round. */
  private final RoundAdvice advice = new RoundAdvice(2, 10, 4, 10, 2.5);

  @Test
  void overheadIsWhatIsNotTraining() {
    assertThat(advice.overhead(2, 10)).isEqualTo(15 / 55.0, within(1e-12));
    assertThat(advice.speedUp(2)).isEqualTo(2 * 40 / 55.0, within(1e-12));
  }

  @Test
  void theSmallestFrequencyKeepsFivePercent() {
    // 15 ms are 5 % of 300, which leaves 285 ms for training: 71.25 minibatches.
    assertThat(advice.smallestFrequency(2)).isEqualTo(72);
    assertThat(advice.overhead(2, 72)).isLessThanOrEqualTo(0.05);
    assertThat(advice.overhead(2, 71)).isGreaterThan(0.05);
  }

  @Test
  void theMostWorkersKeepFivePercent() {
    assertThat(advice.mostWorkers(72)).isEqualTo(2);
    assertThat(advice.mostWorkers(190)).isEqualTo(12);
    assertThat(advice.overhead(12, 190)).isLessThanOrEqualTo(0.05);
    assertThat(advice.overhead(13, 190)).isGreaterThan(0.05);
    assertThat(advice.mostWorkers(10)).isZero();
  }

  @Test
  void saysThatAHundredWorkersAreNotWorthIt() {
    assertThat(advice.inWords("lenet5"))
        .containsExactly(
            "With 2 workers average every 72 minibatches or more: below that more than 5 % of the time is not training.",
            "At frequency 72 up to 2 workers keep it below 5 %.",
            "lenet5 on 100 workers is not worth it: they would be 13 times as fast as one at frequency 10, 87 % of the time"
                + " goes to averaging.");
  }

  @Test
  void saysNothingAgainstManyWhereTheyPay() {
    assertThat(new RoundAdvice(2, 500, 50, 10, 2.5).inWords("fashion-cnn"))
        .hasSize(2)
        .noneMatch(line -> line.contains("not worth"));
  }
}
