package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.worker.ValidationCounts;
import io.catwalk.pipeline.train.worker.ValidationScore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagnationTest {

  private static final double[] ACCURACY = {0.5, 0.6, 0.61, 0.6, 0.62, 0.62, 0.61, 0.7};

  @ParameterizedTest
  @CsvSource({
    "ACCURACY, 1, 0, 4",
    "ACCURACY, 2, 0, 7",
    "ACCURACY, 3, 0, 0",
    "ACCURACY, 0, 0, 0",
    "ACCURACY, 2, 0.05, 4",
    "LOSS, 1, 0, 4",
    "F1, 2, 0, 7"
  })
  void endsAfterAsManyEpochsAsThereIsPatienceFor(
      EarlyStopping.Metric metric, int patience, double minimum, int expected) {
    Stagnation stagnation =
        stagnation(ScheduleConfig.Kind.CONSTANT, 5, 0, metric, patience, minimum);

    int ended = 0;
    for (int epochs = 0; epochs <= ACCURACY.length && ended == 0; epochs++) {
      ended = stagnation.endsTraining(history(epochs)) ? epochs : 0;
    }
    assertThat(ended).isEqualTo(expected);
  }

  @Test
  void aPlateauLowersTheRateAndWaitsAnew() {
    // An improvement by more than 0.05: epochs 1, 2 and 8.
    Stagnation stagnation =
        stagnation(ScheduleConfig.Kind.PLATEAU, 2, 0.02, EarlyStopping.Metric.ACCURACY, 0, 0.05);

    double[] rates = new double[ACCURACY.length + 1];
    for (int epochs = 0; epochs <= ACCURACY.length; epochs++) {
      rates[epochs] = stagnation.rate(history(epochs));
    }
    assertThat(rates)
        .containsExactly(new double[] {1, 1, 1, 1, 0.1, 0.1, 0.02, 0.02, 0.02}, within(1e-12));
    assertThat(
            stagnation(ScheduleConfig.Kind.COSINE, 2, 0, EarlyStopping.Metric.ACCURACY, 0, 0.05)
                .rate(history(8)))
        .isEqualTo(1);
  }

  @Test
  void theBestIsTheMetrics() {
    ValidationScore accurate = new ValidationScore(10, 9, 8, 0.5);
    ValidationScore sure = new ValidationScore(10, 8, 4, 0.6);

    assertThat(accurate.betterThan(sure, EarlyStopping.Metric.ACCURACY)).isTrue();
    assertThat(sure.betterThan(accurate, EarlyStopping.Metric.ACCURACY)).isFalse();
    assertThat(sure.betterThan(accurate, EarlyStopping.Metric.LOSS)).isTrue();
    assertThat(accurate.betterThan(sure, EarlyStopping.Metric.LOSS)).isFalse();
    assertThat(sure.betterThan(accurate, EarlyStopping.Metric.F1)).isTrue();
    assertThat(accurate.betterThan(sure, EarlyStopping.Metric.F1)).isFalse();
    assertThat(
            new ValidationScore(10, 9, 7, 0.5).betterThan(accurate, EarlyStopping.Metric.ACCURACY))
        .isTrue();
    assertThat(accurate.betterThan(ValidationScore.NONE, EarlyStopping.Metric.F1)).isTrue();
  }

  @Test
  void countsWhatScikitLearnCounts() {
    ValidationCounts counts = new ValidationCounts(4);
    ValidationCounts other = new ValidationCounts(4);
    counts.add(new float[] {0.5f, 0.25f, 0.25f, 0}, 0);
    counts.add(new float[] {0.25f, 0.5f, 0.25f, 0}, 0);
    other.add(new float[] {0.25f, 0.5f, 0.25f, 0}, 1);
    other.add(new float[] {0, 0, 0, 1}, 2);

    ValidationScore score = counts.plus(other).score();

    assertThat(score.examples()).isEqualTo(4);
    assertThat(score.accuracy()).isEqualTo(0.5);
    // f1_score(labels=[0, 1, 2], average="macro")
    assertThat(score.macroF1()).isCloseTo((2.0 / 3 + 2.0 / 3 + 0) / 3, within(1e-12));
    assertThat(score.lossSum()).isCloseTo(4 * Math.log(2) - Math.log(1e-15), within(1e-9));
  }

  private static Stagnation stagnation(
      ScheduleConfig.Kind kind,
      int wait,
      double floor,
      EarlyStopping.Metric metric,
      int patience,
      double minimum) {
    return new Stagnation(
        new LearningConfig(
            new ScheduleConfig(
                kind, ScheduleConfig.Step.AUTO, 0, 1, 0.1, 1, floor, 0.3, wait, 0, 1),
            RegularisationConfig.NONE,
            LearningConfig.Normalisation.STANDARD,
            AugmentConfig.OFF,
            LearningConfig.Balance.NONE,
            new EarlyStopping(metric, patience, minimum)));
  }

  private static List<Epoch> history(int epochs) {
    List<Epoch> history = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      double value = ACCURACY[i];
      history.add(new Epoch(i + 1, 1, 1, 1, 1, 1 - value, value, value, 0.1));
    }
    return history;
  }
}
