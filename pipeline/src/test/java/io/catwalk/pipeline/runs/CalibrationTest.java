package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void comparesConfidenceWithAccuracyInEachBin() {
    // Four bins. Confidence 0.625 wrong, 0.75 right → (0.5, 0.75]: mean 0.6875, accuracy 0.5.
    // 0.875 right, 1.0 right → (0.75, 1]: mean 0.9375, accuracy 1.
    // Error: 2/4 · |0.5 - 0.6875| + 2/4 · |1 - 0.9375| = 0.09375 + 0.03125 = 0.125
    LabelledScores scores = Scores.binary(new int[] {0, 1, 1, 1}, 0.625, 0.75, 0.875, 1);

    Calibration calibration = scores.calibration(4);

    assertThat(calibration.expectedError()).isEqualTo(0.125);
    assertThat(calibration.bins())
        .containsExactly(
            new Calibration.Bin(0, 0.25, 0, null, null),
            new Calibration.Bin(0.25, 0.5, 0, null, null),
            new Calibration.Bin(0.5, 0.75, 2, 0.6875, 0.5),
            new Calibration.Bin(0.75, 1, 2, 0.9375, 1.0));
  }

  @Test
  void aModelThatIsCertainAndWrongHasAnErrorOfOne() {
    LabelledScores wrong = Scores.certain(3, new int[] {0, 1}, 2, 2);
    LabelledScores right = Scores.certain(3, new int[] {2, 2}, 2, 2);

    assertThat(wrong.calibration(15).expectedError()).isEqualTo(1);
    assertThat(right.calibration(15).expectedError()).isEqualTo(0);
  }

  @Test
  void everyExampleFallsIntoOneBin() {
    LabelledScores scores = Scores.random(1000, 7, 1000, 3);

    Calibration calibration = scores.calibration(10);

    assertThat(calibration.bins().stream().mapToLong(Calibration.Bin::count).sum()).isEqualTo(1000);
    assertThat(calibration.bins())
        .filteredOn(bin -> bin.count() > 0)
        .allSatisfy(bin -> assertThat(bin.confidence()).isBetween(bin.lower(), bin.upper()));
    double recomputed =
        calibration.bins().stream()
            .filter(bin -> bin.count() > 0)
            .mapToDouble(bin -> bin.count() / 1000.0 * Math.abs(bin.accuracy() - bin.confidence()))
            .sum();
    assertThat(calibration.expectedError()).isCloseTo(recomputed, within(1e-12));
  }
}
