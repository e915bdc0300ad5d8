package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules over a whole training. */
class SchedulesTest {

  private static final MemoryDataset DATASET = new MemoryDataset(45, 8, new ImageShape(16, 16, 1));
  private static final double RATE = 0.01;

  /** What is left of the rate after each of three epochs of six iterations. */
  @ParameterizedTest
  @CsvSource({
    "COSINE, AUTO, 0, 0.775, 0.325, 0.1",
    "COSINE, EPOCH, 0, 0.775, 0.325, 0.1",
    "POLYNOMIAL, AUTO, 0, 0.7, 0.4, 0.1",
    "POLYNOMIAL, AUTO, 6, 1.0, 0.55, 0.1",
    "EXPONENTIAL, AUTO, 0, 0.5, 0.25, 0.125",
    "EXPONENTIAL, ITERATION, 0, 0.015625, 0.000244140625, 0.000003814697265625",
    "STEP, ITERATION, 0, 0.125, 0.015625, 0.001953125",
    "WARM_UP, AUTO, 12, 0.5833333333333334, 1.0, 1.0",
  })
  void reachTheirEndWithTheTraining(
      ScheduleConfig.Kind kind,
      ScheduleConfig.Step by,
      int warmUp,
      double first,
      double second,
      double third) {
    ScheduleConfig schedule = new ScheduleConfig(kind, by, warmUp, 2, 0.5, 1, 0.1, 0.3, 5, 0, 1);

    TrainingConfig config =
        config(schedule, TrainingConfig.Master.RESIDENT, 2, ComputeConfig.ENGINE);
    List<Epoch> history = train(config).history();

    // A network's rate is that of its next iteration, in the epoch that is over.
    assertThat(history)
        .extracting(
            epoch ->
                Schedules.of(config, 45).orElseThrow().valueAt(6 * epoch.epoch(), epoch.epoch())
                    / RATE)
        .satisfiesExactly(
            share -> assertThat(share).isCloseTo(first, within(1e-9)),
            share -> assertThat(share).isCloseTo(second, within(1e-9)),
            share -> assertThat(share).isCloseTo(third, within(1e-9)));
    if (!config.learning().schedule().byEpoch()) {
      assertThat(history.get(1).learningRate()).isCloseTo(RATE * second, within(1e-12));
    }
  }

  @Test
  void cosineWithRestartsBeginsAnewWithinTheTraining() {
    ScheduleConfig schedule =
        new ScheduleConfig(
            ScheduleConfig.Kind.COSINE, ScheduleConfig.Step.AUTO, 0, 2, 0.5, 1, 0, 0.3, 5, 1, 2);
    TrainingConfig config =
        config(schedule, TrainingConfig.Master.RESIDENT, 2, ComputeConfig.ENGINE);

    LearningRate rate = Schedules.of(config, 45).orElseThrow();

    // 18 iterations: a period of 6 and one of 12.
    assertThat(rate.valueAt(3, 0)).isCloseTo(RATE / 2, within(1e-12));
    assertThat(rate.valueAt(6, 1)).isCloseTo(RATE, within(1e-12));
    assertThat(rate.valueAt(12, 2)).isCloseTo(RATE / 2, within(1e-12));
    assertThat(rate.valueAt(18, 3)).isCloseTo(0, within(1e-12));
  }

  @Test
  void theStockMasterFollowsThemToo() {
    ScheduleConfig schedule =
        new ScheduleConfig(
            ScheduleConfig.Kind.ONE_CYCLE,
            ScheduleConfig.Step.AUTO,
            0,
            2,
            0.5,
            1,
            0.1,
            0.3,
            5,
            0,
            1);

    float[] resident =
        params(train(config(schedule, TrainingConfig.Master.RESIDENT, 1, ComputeConfig.STOCK)));
    float[] stock =
        params(train(config(schedule, TrainingConfig.Master.STOCK, 1, ComputeConfig.STOCK)));

    assertThat(stock).containsExactly(resident, within(1e-6f));
  }

  private static float[] params(TrainingResult result) {
    return result.model().network().params().toFloatVector();
  }

  private static TrainingResult train(TrainingConfig config) {
    return new Trainer(LocalSpark.session(), config, TrainingListener.SILENT)
        .train(DATASET, ModelCatalog.get("lenet5"));
  }

  private static TrainingConfig config(
      ScheduleConfig schedule, TrainingConfig.Master master, int workers, ComputeConfig compute) {
    return new TrainingConfig(
        workers,
        AveragingConfig.every(2),
        4,
        3,
        7,
        TrainingConfig.Updater.ADAM,
        RATE,
        0.9,
        master,
        compute,
        CheckpointConfig.USUAL,
        new LearningConfig(
            schedule,
            RegularisationConfig.NONE,
            LearningConfig.Normalisation.STANDARD,
            AugmentConfig.OFF,
            LearningConfig.Balance.NONE,
            EarlyStopping.NEVER));
  }
}
