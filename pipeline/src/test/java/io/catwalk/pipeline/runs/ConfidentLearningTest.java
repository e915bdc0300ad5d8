package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.runs.ConfidentLearning.Candidate;
import java.util.List;
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
    assertThat(ConfidentLearning.thresholds(SCORES, 4))
        .satisfies(t -> assertThat(t[0]).isCloseTo((0.9 + 0.25 + 0.5) / 3, within(1e-6)))
        .satisfies(t -> assertThat(t[1]).isCloseTo((0.8 + 0.2) / 2, within(1e-6)))
        .satisfies(t -> assertThat(t[2]).isCloseTo(0.4, within(1e-6)))
        .satisfies(t -> assertThat(t[3]).as("no example").isInfinite());
  }

  @Test
  void candidatesAreThoseWhoseMostProbableConfidentClassIsAnother() {
    List<Candidate> candidates = ConfidentLearning.candidates(SCORES, 3);

    // 1 (0.7 ≥ 0.5) and 4 (0.7 ≥ 0.55) reach another class's threshold; so does 5 (0.55 ≥ 0.55),
    // although its own class reaches its threshold too; 2 reaches none.
    assertThat(candidates).extracting(Candidate::example).containsExactly(4, 1, 5);
    assertThat(candidates).extracting(Candidate::suggested).containsExactly(0, 1, 0);
    assertThat(candidates.get(0).score()).isCloseTo(1 - 0.2, within(1e-6));
    assertThat(candidates.get(1).score()).isCloseTo(1 - 0.25, within(1e-6));
    assertThat(candidates.get(2).score()).isCloseTo(1 - 0.4, within(1e-6));
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

    assertThat(ConfidentLearning.candidates(scores, 2))
        .extracting(Candidate::example)
        .as("0.6 is far from the 0.95 that class 0 has")
        .containsExactly(4);
  }

  @Test
  void theScoreIsWhatTheLabelIsNotGiven() {
    assertThat(ConfidentLearning.score(new float[] {1, 0, 0}, 0)).isZero();
    assertThat(ConfidentLearning.score(new float[] {0, 0, 1}, 0)).isEqualTo(1);
    assertThat(ConfidentLearning.score(new float[] {0.25f, 0.75f}, 1)).isEqualTo(0.25);
    assertThat(ConfidentLearning.score(new float[] {1.00001f, 0}, 0)).as("rounding").isZero();
  }
}
