package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {

  /** Worked out by hand. */
  private static final LabelledScores SCORES =
      new LabelledScores(
          new int[] {0, 0, 0, 1, 1, 2},
          new float[][] {
            {0.9f, 0.1f, 0f},
            {0.25f, 0.7f, 0.05f},
            {0.5f, 0.3f, 0.2f},
            {0.1f, 0.8f, 0.1f},
            {0.7f, 0.2f, 0.1f},
            {0.55f, 0.05f, 0.4f}
          });

  @Test
  void aThresholdIsTheMeanProbabilityOfAClassOverItsOwnExamples() {
    assertThat(thresholds(SCORES, 4))
        .satisfies(t -> assertThat(t[0]).isCloseTo((0.9 + 0.25 + 0.5) / 3, within(1e-6)))
        .satisfies(t -> assertThat(t[1]).isCloseTo((0.8 + 0.2) / 2, within(1e-6)))
        .satisfies(t -> assertThat(t[2]).isCloseTo(0.4, within(1e-6)))
        .satisfies(t -> assertThat(t[3]).as("no example").isInfinite());
  }

  @Test
  void candidatesAreThoseWhoseMostProbableConfidentClassIsAnother() {
    // 1 (0.7 ≥ 0.5) and 4 (0.7 ≥ 0.55) reach another class's threshold; so does 5 (0.55 ≥ 0.55),
    // although its own class reaches its threshold too; 2 reaches none.
    assertThat(suggested(SCORES, 3)).containsExactly(-1, 1, -1, -1, 0, 0);
  }

  /** Each order would give another sum, were they added as they come. */
  @Test
  void theOrderOfTheExamplesDoesNotShow() {
    LabelledScores scores = Scores.random(20_000, 2, 4096, 5);
    for (float[] row : scores.probabilities()) {
      row[0] = (float) Math.pow(row[0], 40);
    }
    List<Prediction> predictions = new ArrayList<>(scores.predictions());
    double[] first = sums(predictions, 2).thresholds();
    Collections.shuffle(predictions, new Random(1));

    ConfidentLearning.Sums parts = sums(predictions.subList(0, 7_000), 2);
    parts.merge(sums(predictions.subList(7_000, 20_000), 2));

    assertThat(parts.thresholds()).isEqualTo(first);
    assertThat(parts.examples()).isEqualTo(20_000);
  }

  @Test
  void aClassOfWhichTheNetworkIsNeverSureIsNotAccusedForThat() {
    // The network is right of class 1 whenever it gives it more than 0.35.
    LabelledScores scores =
        new LabelledScores(
            new int[] {0, 0, 1, 1, 1},
            new float[][] {
              {0.95f, 0.05f}, {0.95f, 0.05f}, {0.6f, 0.4f}, {0.6f, 0.4f}, {0.97f, 0.03f}
            });

    assertThat(suggested(scores, 2))
        .as("0.6 is far from the 0.95 that class 0 has")
        .containsExactly(-1, -1, -1, -1, 0);
  }

  @Test
  void theScoreIsWhatTheLabelIsNotGiven() {
    assertThat(ConfidentLearning.score(new float[] {1, 0, 0}, 0)).isZero();
    assertThat(ConfidentLearning.score(new float[] {0, 0, 1}, 0)).isEqualTo(1);
    assertThat(ConfidentLearning.score(new float[] {0.25f, 0.75f}, 1)).isEqualTo(0.25);
    assertThat(ConfidentLearning.score(new float[] {1.00001f, 0}, 0)).as("rounding").isZero();
  }

  private static double[] thresholds(LabelledScores scores, int classes) {
    return sums(scores.predictions(), classes).thresholds();
  }

  private static ConfidentLearning.Sums sums(List<Prediction> predictions, int classes) {
    ConfidentLearning.Sums sums = new ConfidentLearning.Sums(classes);
    predictions.forEach(sums::add);
    return sums;
  }

  private static List<Integer> suggested(LabelledScores scores, int classes) {
    double[] thresholds = thresholds(scores, classes);
    return scores.predictions().stream()
        .map(each -> ConfidentLearning.suggested(each, thresholds))
        .toList();
  }
}
