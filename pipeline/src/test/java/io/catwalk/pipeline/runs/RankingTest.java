package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void rocAucCountsThePairsThatAreInOrder() {
    // Positives 0.9, 0.4; negatives 0.8, 0.2, 0.1. Pairs in order: 0.9 beats 3, 0.4 beats 2: 5 of
    // 6.
    LabelledScores scores = Scores.binary(new int[] {1, 1, 0, 0, 0}, 0.9, 0.4, 0.8, 0.2, 0.1);

    assertThat(scores.ranking(1).rocAuc()).isEqualTo(5.0 / 6);
    assertThat(scores.ranking(0).rocAuc()).as("the other way round").isEqualTo(5.0 / 6);
  }

  @Test
  void rocAucCountsATieAsHalf() {
    // Positives 0.5, 0.5; negatives 0.5, 0.25. Each positive: a tie (0.5) and a win (1): 3 of 4.
    LabelledScores scores = Scores.binary(new int[] {1, 0, 1, 0}, 0.5, 0.5, 0.5, 0.25);

    assertThat(scores.ranking(1).rocAuc()).isEqualTo(0.75);
  }

  @Test
  void averagePrecisionIsTheSumOfPrecisionTimesGainInRecall() {
    // From the top: + (precision 1/1), - , + (2/3), -, + (3/5); each gains a third of the recall.
    LabelledScores scores = Scores.binary(new int[] {1, 0, 1, 0, 1}, 0.9, 0.8, 0.7, 0.6, 0.5);

    assertThat(scores.ranking(1).averagePrecision())
        .isCloseTo((1.0 + 2.0 / 3 + 3.0 / 5) / 3, within(1e-15));
  }

  @Test
  void averagePrecisionTakesTiedExamplesAtOnce() {
    // scikit-learn: y = [0,1,1,0], scores = [.5,.5,.75,.25] → (1/2)(1/1) + (1/2)(2/3) = 0.8333…, in
    // whatever order.
    LabelledScores scores = Scores.binary(new int[] {0, 1, 1, 0}, 0.5, 0.5, 0.75, 0.25);
    LabelledScores other = Scores.binary(new int[] {1, 0, 1, 0}, 0.5, 0.5, 0.75, 0.25);

    assertThat(scores.ranking(1).averagePrecision()).isCloseTo(5.0 / 6, within(1e-15));
    assertThat(other.ranking(1).averagePrecision()).isCloseTo(5.0 / 6, within(1e-15));
  }

  @Test
  void scoresThatAreAllEqualTellNothing() {
    LabelledScores scores = Scores.binary(new int[] {1, 0, 0, 0}, 0.5, 0.5, 0.5, 0.5);

    assertThat(scores.ranking(1).rocAuc()).isEqualTo(0.5);
    assertThat(scores.ranking(1).averagePrecision()).as("the share of positives").isEqualTo(0.25);
  }

  @Test
  void aPerfectAndAReversedRanking() {
    LabelledScores perfect = Scores.binary(new int[] {1, 1, 0}, 1, 0.5, 0);
    LabelledScores reversed = Scores.binary(new int[] {0, 0, 1}, 1, 0.5, 0);

    assertThat(perfect.ranking(1).rocAuc()).isEqualTo(1);
    assertThat(perfect.ranking(1).averagePrecision()).isEqualTo(1);
    assertThat(reversed.ranking(1).rocAuc()).isEqualTo(0);
    assertThat(reversed.ranking(1).averagePrecision()).isEqualTo(1.0 / 3);
  }

  @Test
  void isUndefinedWithoutPositivesOrNegatives() {
    LabelledScores onlyZeros = Scores.binary(new int[] {0, 0}, 0.5, 0.25);

    assertThat(onlyZeros.ranking(1).rocAuc()).isNull();
    assertThat(onlyZeros.ranking(1).averagePrecision()).isNull();
    assertThat(onlyZeros.ranking(0).rocAuc()).isNull();
    assertThat(onlyZeros.ranking(0).averagePrecision()).isEqualTo(1);
  }

  @Test
  void ordersAsFloatsDo() {
    float[] ascending = {-1f, -0.5f, -0f, 0f, Float.MIN_VALUE, 1e-20f, 0.1f, Math.nextUp(0.1f), 1f};
    for (int i = 1; i < ascending.length; i++) {
      LabelledScores pair =
          new LabelledScores(
              new int[] {1, 0}, new float[][] {{0, ascending[i]}, {0, ascending[i - 1]}});
      assertThat(pair.ranking(1).rocAuc())
          .as("%s after %s", ascending[i], ascending[i - 1])
          .isEqualTo(ascending[i] > ascending[i - 1] ? 1 : 0.5);
    }
  }
}
