package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbabilityLossTest {

  @Test
  void logLossIsTheMeanNaturalLogarithm() {
    // True classes got 0.5, 0.25 and 1: (ln 2 + ln 4 + 0) / 3 = ln 2
    LabelledScores scores = Scores.binary(new int[] {1, 0, 1}, 0.5, 0.75, 1);

    assertThat(scores.logLoss()).isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void logLossOfTheImpossibleIsClipped() {
    LabelledScores scores = Scores.certain(2, new int[] {0}, 1);

    assertThat(scores.logLoss()).isCloseTo(15 * Math.log(10), within(1e-12));
  }

  @Test
  void brierScoreAddsTheSquaresOfAllClasses() {
    // Row (0.5, 0.25, 0.25), truth 0: 0.25 + 0.0625 + 0.0625 = 0.375. Row (0, 0, 1), truth 1: 0 + 1
    // + 1 = 2.
    LabelledScores scores =
        new LabelledScores(new int[] {0, 1}, new float[][] {{0.5f, 0.25f, 0.25f}, {0, 0, 1}});

    assertThat(scores.brierScore()).isEqualTo((0.375 + 2) / 2);
  }

  @Test
  void perfectPredictionsLoseNothing() {
    LabelledScores scores = Scores.certain(3, new int[] {0, 2}, 0, 2);

    assertThat(scores.logLoss()).isZero();
    assertThat(scores.brierScore()).isZero();
  }

  @Test
  void aHairMoreThanOneIsNoNegativeLoss() {
    LabelledScores scores = new LabelledScores(new int[] {0}, new float[][] {{Math.nextUp(1f), 0}});

    assertThat(scores.logLoss()).isZero();
  }
}
