package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HeldLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training that crashes or is stopped, and goes on. */
class ResumeTest {

  private static final MemoryDataset DATASET = new MemoryDataset(45, 16, new ImageShape(16, 16, 1));

  /** 45 examples, 2 workers, minibatches of 4, frequency 2: 3 rounds an epoch. */
  private static final int ROUNDS = 3;

  private final SparkSession spark = LocalSpark.session();
  @TempDir Path folder;
  private ArtifactStore store;
  private final List<String> heard = new ArrayList<>();
  private String ended = "";

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "lenet5, RESIDENT, AVERAGE, 2",
    "lenet5, RESIDENT, NESTEROV, 6",
    "lenet5, RESIDENT, AVERAGE, 9",
    "lenet5, STOCK, AVERAGE, 6",
    "fashion-cnn, RESIDENT, AVERAGE, 6"
  })
  void goesOnInMidEpochToTheSameEndBitForBit(
      String model, TrainingConfig.Master master, OuterConfig.Method outer, int crashAfter) {
    TrainingConfig config = config(master, outer, new CheckpointConfig(1, 1, 2));
    TrainingResult whole;
    try (Checkpoints none = Checkpoints.none()) {
      whole = trainer(config, 0).train(DATASET, ModelCatalog.get(model), none, StopSignal.NEVER);
    }

    assertThatThrownBy(() -> train(model, config, crashAfter, StopSignal.NEVER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("crash");
    TrainingResult resumed = train(model, config, 0, StopSignal.NEVER);

    // The crash comes before that round's own checkpoint.
    int rounds = crashAfter - 1;
    assertThat(heard).containsExactly("resumed " + (rounds / ROUNDS + 1) + " " + rounds % ROUNDS);
    assertSame(resumed, whole);
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_CYCLE, WEIGHTS, ADAMW, 2",
    "ONE_CYCLE, SAMPLING, NESTEROVS, 5",
    "PLATEAU, NONE, RMSPROP, 8",
    "PLATEAU, WEIGHTS, SGD, 11"
  })
  void withEverythingOnItGoesOnToTheSameEndBitForBit(
      ScheduleConfig.Kind schedule,
      LearningConfig.Balance balance,
      TrainingConfig.Updater updater,
      int crashAfter) {
    TrainingConfig config = learning(schedule, balance, updater);
    TrainingResult whole;
    try (Checkpoints none = Checkpoints.none()) {
      whole = trainer(config, 0).train(DATASET, ModelCatalog.get("lenet5"), none, StopSignal.NEVER);
    }
    assertThat(whole.history().size()).as("epochs before it ends early").isBetween(4, 7);
    assertThat(ended).isEqualTo("ended " + whole.history().size() + " " + whole.bestEpoch());
    if (schedule == ScheduleConfig.Kind.PLATEAU) {
      assertThat(whole.history().get(3).learningRate())
          .isLessThan(whole.history().get(0).learningRate());
    }

    assertThatThrownBy(() -> train("lenet5", config, crashAfter, StopSignal.NEVER))
        .hasMessage("crash");
    TrainingResult resumed = train("lenet5", config, 0, StopSignal.NEVER);
    assertSame(resumed, whole);
    TrainingResult again = train("lenet5", config, 1, StopSignal.NEVER);
    assertSame(again, whole);
  }

  /** Learns nothing in the metric that it watches after a while: it ends early. */
  private static TrainingConfig learning(
      ScheduleConfig.Kind schedule,
      LearningConfig.Balance balance,
      TrainingConfig.Updater updater) {
    return new TrainingConfig(
        2,
        AveragingConfig.every(2),
        4,
        8,
        7,
        updater,
        0.001,
        0.9,
        TrainingConfig.Master.RESIDENT,
        ComputeConfig.ENGINE,
        new CheckpointConfig(1, 1, 2),
        new LearningConfig(
            new ScheduleConfig(schedule, ScheduleConfig.Step.AUTO, 0, 1, 0.5, 1, 0, 0.3, 1, 0, 1),
            new RegularisationConfig(0.01, 0.1, 1, 0.5),
            LearningConfig.Normalisation.STANDARD,
            new AugmentConfig(
                0.7,
                1.3,
                true,
                10,
                2,
                AugmentConfig.Padding.EDGE,
                0.2,
                0.2,
                0.3,
                0.2,
                0.2,
                1,
                true),
            balance,
            new EarlyStopping(EarlyStopping.Metric.F1, 3, 0.3),
            0.9));
  }

  @Test
  void aFinishedTrainingIsNotRepeated() {
    TrainingConfig config =
        config(
            TrainingConfig.Master.RESIDENT,
            OuterConfig.Method.AVERAGE,
            new CheckpointConfig(0, 2, 2));
    TrainingResult first = train("lenet5", config, 0, StopSignal.NEVER);

    TrainingResult again = train("lenet5", config, 1, StopSignal.NEVER);

    assertThat(heard).containsExactly("resumed 4 0");
    assertSame(again, first);
  }

  @Test
  void aStopEndsTheRoundAndSavesIt() {
    TrainingConfig config =
        config(
            TrainingConfig.Master.RESIDENT,
            OuterConfig.Method.AVERAGE,
            new CheckpointConfig(0, 1, 2));
    TrainingResult whole = train("lenet5", config, 0, StopSignal.NEVER);
    store.delete("run");
    StopAfter stop = new StopAfter(5);

    assertThatThrownBy(() -> train("lenet5", config, 0, stop))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TERMINATED))
        .hasMessageMatching(
            "stopped after epoch 2 of 3, round 2 of 3, saved in file:.*/run/epoch-00002-round-0000002.checkpoint");
    assertThat(stop.open).as("parts that stop in good order").isZero();
    TrainingResult resumed = train("lenet5", config, 0, StopSignal.NEVER);

    assertThat(heard).containsExactly("resumed 2 2");
    assertSame(resumed, whole);
  }

  @Test
  void aLossThatExplodesIsToldWithItsFactsAndTheLastGoodCheckpoint() {
    TrainingConfig wild =
        new TrainingConfig(
            2,
            AveragingConfig.every(1),
            4,
            3,
            7,
            TrainingConfig.Updater.SGD,
            90,
            0.9,
            TrainingConfig.Master.RESIDENT,
            ComputeConfig.ENGINE,
            new CheckpointConfig(1, 1, 2),
            LearningConfig.PLAIN);

    assertThatThrownBy(() -> train("lenet5", wild, 0, StopSignal.NEVER))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageMatching(
            "Training diverged in epoch 1 of 3, round \\d of 6: loss \\S+.* learning rate 90.0,"
                + " worst worker [01] on \\S+ \\(loss \\S+\\); try a smaller train.learning-rate than 90.0;"
                + " the last good checkpoint is file:.*/run/epoch-00001-round-000000\\d.checkpoint");
  }

  private TrainingResult train(
      String model, TrainingConfig config, int crashAfter, StopSignal stop) {
    heard.clear();
    try (Checkpoints checkpoints =
        new Checkpoints(
            store,
            "run",
            config.checkpoint(),
            TrainingFingerprint.of(Map.of("model", model)),
            TrainingListener.SILENT,
            HeldLock.UNDISPUTED)) {
      checkpoints.find();
      return trainer(config, crashAfter).train(DATASET, ModelCatalog.get(model), checkpoints, stop);
    }
  }

  /**
   * @param crashAfter rounds; 0: never
   */
  private Trainer trainer(TrainingConfig config, int crashAfter) {
    return new Trainer(
        spark,
        config,
        new TrainingListener() {
          private int rounds;

          @Override
          public void advanced(long done, double loss) {
            if (++rounds == crashAfter) {
              throw new IllegalStateException("crash");
            }
          }

          @Override
          public void endedEarly(int epoch, int best) {
            ended = "ended " + epoch + " " + best;
          }

          @Override
          public void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {
            heard.add("resumed " + epoch + " " + round);
          }
        });
  }

  private static TrainingConfig config(
      TrainingConfig.Master master, OuterConfig.Method outer, CheckpointConfig checkpoint) {
    AveragingConfig averaging =
        new AveragingConfig(
            2, 0, true, true, new OuterConfig(outer, 0.7, 0.9), "none", "memory-and-disk");
    return new TrainingConfig(
        2,
        averaging,
        4,
        3,
        7,
        TrainingConfig.Updater.ADAM,
        0.001,
        0.9,
        master,
        ComputeConfig.ENGINE,
        checkpoint,
        LearningConfig.PLAIN);
  }

  private static void assertSame(TrainingResult found, TrainingResult expected) {
    assertThat(found.bestEpoch()).isEqualTo(expected.bestEpoch());
    var network = found.model().network();
    var other = expected.model().network();
    assertThat(firstDifference(network.params(), other.params())).as("parameters").isEqualTo(-1);
    assertThat(
            firstDifference(
                network.getUpdater().getStateViewArray(), other.getUpdater().getStateViewArray()))
        .as("the updater's state")
        .isEqualTo(-1);
    assertThat(network.getIterationCount()).isEqualTo(other.getIterationCount());
    assertThat(found.history())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds", "imagesPerSecond")
        .isEqualTo(expected.history());
  }

  /** Position, or -1; AssertJ's own comparison takes minutes to describe one among a million. */
  private static int firstDifference(INDArray found, INDArray expected) {
    if (found == null && expected == null) {
      return -1;
    }
    return Arrays.mismatch(found.toFloatVector(), expected.toFloatVector());
  }

  /** Is asked once a round and once an epoch. */
  private static final class StopAfter implements StopSignal {

    private final int times;
    private int asked;
    private int open;

    StopAfter(int times) {
      this.times = times;
    }

    @Override
    public Section orderly(Runnable hurry) {
      open++;
      return () -> open--;
    }

    @Override
    public Optional<ExitCode> requested() {
      return ++asked < times ? Optional.empty() : Optional.of(ExitCode.TERMINATED);
    }

    @Override
    public void advise(String advice) {}
  }
}
