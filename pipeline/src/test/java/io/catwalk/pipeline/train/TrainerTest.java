package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.codahale.metrics.Gauge;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
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
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import scala.collection.JavaConverters;

class TrainerTest {

  private static final ImageShape SHAPE = new ImageShape(16, 16, 1);
  private final SparkSession spark = LocalSpark.session();

  @ParameterizedTest
  @EnumSource
  void learnsAndCountsEveryExampleOnceAnEpoch(TrainingConfig.Master master) {
    List<Long> done = new ArrayList<>();
    List<String> started = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(String network, int workers, long examples) {
            started.add(network + " by " + workers + " on " + examples + " after " + done.size());
          }

          @Override
          public void advanced(long examples, double loss) {
            done.add(examples);
          }
        };

    // 101 examples: workers of 51 and 50, minibatches of 8, so rounds of 2 × 16 and a last one of 3
    // and 2.
    TrainingResult result =
        train(
            new MemoryDataset(101, 21, SHAPE),
            new TrainingConfig(
                2,
                AveragingConfig.every(2),
                8,
                3,
                7,
                TrainingConfig.Updater.ADAM,
                0.01,
                0.9,
                master,
                ComputeConfig.ENGINE,
                CheckpointConfig.USUAL,
                LearningConfig.PLAIN),
            listener);

    assertThat(started).containsExactly("lenet5 by 2 on 101 after 0");
    assertThat(done).containsExactly(32L, 64L, 96L, 101L, 32L, 64L, 96L, 101L, 32L, 64L, 96L, 101L);
    assertThat(result.history())
        .hasSize(3)
        .allSatisfy(epoch -> assertThat(epoch.examples()).isEqualTo(101));
    assertThat(result.history().get(result.bestEpoch() - 1).validationAccuracy()).isEqualTo(1);
    // 51 examples in minibatches of 8 are 7 steps an epoch, also in the short last round.
    assertThat(result.model().network().getIterationCount()).isEqualTo(7 * result.bestEpoch());
  }

  @Test
  void showsItsFiguresInSparksMetricsSystemWhileItTrains() {
    List<Map<String, Gauge>> seen = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void advanced(long examples, double loss) {
            seen.add(shown().get(0).metricRegistry().getGauges());
            assertThat(number(seen, "loss")).isEqualTo(loss);
            assertThat(number(seen, "epoch_images")).isEqualTo(examples);
          }
        };

    train(new MemoryDataset(64, 8, SHAPE), config(2, 1, 8, 2, 0.001), listener);

    assertThat(seen).hasSize(8);
    assertThat(number(seen, "epoch")).isEqualTo(2);
    assertThat(number(seen, "round")).isEqualTo(4);
    assertThat(number(seen, "images_per_second")).isPositive();
    assertThat(number(seen, "round_seconds")).isPositive();
    assertThat(number(seen, "validation_accuracy")).isBetween(0.0, 1.0);
    assertThat(shown()).as("after training").isEmpty();
  }

  private static List<Source> shown() {
    return JavaConverters.seqAsJavaList(
        SparkEnv.get().metricsSystem().getSourcesByName("catwalk.train"));
  }

  private static double number(List<Map<String, Gauge>> seen, String figure) {
    return ((Number) seen.get(seen.size() - 1).get(figure).getValue()).doubleValue();
  }

  @Test
  void sparksPagesNameStageEpochAndRound() throws TimeoutException {
    assertThat(jobsOf(new MemoryDataset(64, 8, SHAPE)))
        .contains(
            "train: epoch 1 of 2, round 1 of 2",
            "train: epoch 1 of 2: validate",
            "train: epoch 2 of 2, round 1 of 2",
            "train: epoch 2 of 2: validate")
        .allMatch(description -> description.startsWith("train: "));
  }

  @Test
  void workersStayForTheNextEpochWhereNothingIsValidated() throws TimeoutException {
    assertThat(jobsOf(new MemoryDataset(64, 0, SHAPE)))
        .contains("train: epoch 1 of 2, round 1 of 2")
        .noneMatch(description -> description.startsWith("train: epoch 2"));
  }

  /** Descriptions of the jobs of two epochs of two rounds. */
  private Queue<String> jobsOf(MemoryDataset dataset) throws TimeoutException {
    Queue<String> descriptions = new ConcurrentLinkedQueue<>();
    SparkListener jobs =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            descriptions.add(start.properties().getProperty("spark.job.description", ""));
          }
        };
    spark.sparkContext().addSparkListener(jobs);
    try {
      train(dataset, config(2, 2, 8, 2, 0.001), TrainingListener.SILENT);
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(jobs);
    }
    return descriptions;
  }

  @Test
  void keepsTheUpdatersStateBetweenRounds() {
    TrainingResult result =
        train(new MemoryDataset(64, 0, SHAPE), config(2, 1, 8, 1, 0.001), TrainingListener.SILENT);

    INDArray state = result.model().network().getUpdater().getStateViewArray();
    // Adam's second moments after four rounds of averaged state.
    assertThat(state.norm1Number().doubleValue()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"STANDARD, 0.5, 0.25", "UNIT, 0, 1"})
  void theModelSaysHowItsPixelsWereNormalised(
      LearningConfig.Normalisation normalise, double mean, double deviation) {
    LearningConfig learning =
        new LearningConfig(
            ScheduleConfig.CONSTANT,
            RegularisationConfig.NONE,
            normalise,
            AugmentConfig.OFF,
            LearningConfig.Balance.NONE,
            EarlyStopping.NEVER);

    TrainingResult result =
        train(
            new MemoryDataset(32, 8, SHAPE),
            config(1, 4, 8, 1, 0.001, learning),
            TrainingListener.SILENT);

    TrainedModel stored = ModelArchive.read(Archives.bytes(result.model()), "model.zip");
    Example grey = new Example(new byte[256], -1, "", "");
    assertThat(stored.vectoriser().features(List.of(grey)).getFloat(0))
        .isEqualTo((float) (-mean / deviation));
    assertThat(result.history().get(0).validationLoss())
        .isCloseTo(lossOf(stored, new MemoryDataset(32, 8, SHAPE)), within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(TrainingConfig.Master.class)
  void whereExamplesLieChangesNothing(TrainingConfig.Master master) {
    MemoryDataset dataset = new MemoryDataset(45, 11, SHAPE);
    List<INDArray> parameters = new ArrayList<>();
    for (String storage : List.of("memory", "memory-and-disk", "disk")) {
      TrainingConfig config =
          new TrainingConfig(
              2,
              new AveragingConfig(2, 0, true, true, OuterConfig.AVERAGE, "none", storage),
              8,
              2,
              7,
              TrainingConfig.Updater.ADAM,
              0.001,
              0.9,
              master,
              ComputeConfig.ENGINE,
              CheckpointConfig.USUAL,
              LearningConfig.PLAIN);
      parameters.add(
          train(dataset, config, TrainingListener.SILENT).model().network().params().dup());
    }
    assertThat(parameters.get(1)).isEqualTo(parameters.get(0));
    assertThat(parameters.get(2)).isEqualTo(parameters.get(0));
  }

  /** Of one worker in one round of four steps: average = kept × beginning + (1 − kept) × end. */
  @Test
  void theMovingAverageIsWhatIsJudgedAndKept() {
    TrainingConfig plain = config(1, 4, 8, 1, 0.001, LearningConfig.PLAIN);
    TrainingConfig averaging = config(1, 4, 8, 1, 0.001, averaging(0.3));
    MemoryDataset dataset = new MemoryDataset(32, 8, SHAPE);

    TrainingResult last = train(dataset, plain, TrainingListener.SILENT);
    TrainingResult averaged = train(dataset, averaging, TrainingListener.SILENT);

    MultiLayerNetwork beginning = NewNetwork.of(ModelCatalog.get("lenet5"), SHAPE, 2, plain, 32);
    double kept = 2.0 / 11 * 3.0 / 12 * 4.0 / 13 * 0.3;
    INDArray expected =
        beginning.params().mul(kept).add(last.model().network().params().mul(1 - kept));
    assertThat(apart(averaged.model().network().params(), expected)).isLessThan(1e-6);
    assertThat(apart(averaged.model().network().params(), last.model().network().params()))
        .isGreaterThan(1e-5);
    assertThat(averaged.history().get(0).trainLoss()).isEqualTo(last.history().get(0).trainLoss());
    assertThat(averaged.history().get(0).validationLoss())
        .isNotEqualTo(last.history().get(0).validationLoss())
        .isCloseTo(lossOf(averaged.model(), dataset), within(1e-5));
    assertThat(averaged.model().network().getUpdater().getStateViewArray())
        .isEqualTo(last.model().network().getUpdater().getStateViewArray());
  }

  private static double apart(INDArray one, INDArray other) {
    return one.sub(other).amaxNumber().doubleValue();
  }

  private static LearningConfig averaging(double decay) {
    return new LearningConfig(
        ScheduleConfig.CONSTANT,
        RegularisationConfig.NONE,
        LearningConfig.Normalisation.STANDARD,
        AugmentConfig.OFF,
        LearningConfig.Balance.NONE,
        EarlyStopping.NEVER,
        decay);
  }

  private double lossOf(TrainedModel model, MemoryDataset dataset) {
    List<Example> examples = dataset.examples(spark, Split.VALIDATION).collect();
    INDArray scores = model.network().output(model.vectoriser().features(examples));
    double sum = 0;
    for (int i = 0; i < examples.size(); i++) {
      sum -= Math.log(scores.getDouble(i, examples.get(i).label()));
    }
    return sum / examples.size();
  }

  @Test
  void withoutValidationTheLastEpochIsKept() {
    TrainingResult result =
        train(new MemoryDataset(32, 0, SHAPE), config(1, 4, 8, 2, 0.001), TrainingListener.SILENT);

    assertThat(result.bestEpoch()).isEqualTo(2);
    assertThat(result.history().get(1).validationAccuracy()).isNaN();
  }

  @Test
  void fewerExamplesThanWorkersIsADataError() {
    assertThatThrownBy(
            () ->
                train(
                    new MemoryDataset(1, 0, SHAPE),
                    config(2, 1, 8, 1, 0.001),
                    TrainingListener.SILENT))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessage(
            "Cannot train on memory@0123456789abcdef: its training split holds 1 examples for train.workers = 2;"
                + " expected at least one each");
  }

  @Test
  void divergenceStopsAtTheRoundWhereItShows() {
    assertThatThrownBy(
            () ->
                train(
                    new MemoryDataset(64, 0, SHAPE),
                    config(2, 1, 8, 1, 1e30),
                    TrainingListener.SILENT))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("Training diverged in epoch 1 of 1, round ")
        .hasMessageContaining("try a smaller train.learning-rate than 1.0E30");
  }

  @Test
  void aRateThatMovesNothingIsToldInsteadOfASuccess() {
    assertThatThrownBy(
            () ->
                train(
                    new MemoryDataset(32, 0, SHAPE),
                    new TrainingConfig(
                        1,
                        AveragingConfig.every(1),
                        8,
                        1,
                        7,
                        TrainingConfig.Updater.SGD,
                        1e-60,
                        0.9,
                        TrainingConfig.Master.RESIDENT,
                        ComputeConfig.ENGINE,
                        CheckpointConfig.USUAL,
                        LearningConfig.PLAIN),
                    TrainingListener.SILENT))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("Training moved no parameter of lenet5");
  }

  private TrainingResult train(
      MemoryDataset dataset, TrainingConfig config, TrainingListener listener) {
    return new Trainer(spark, config, listener).train(dataset, ModelCatalog.get("lenet5"));
  }

  private static TrainingConfig config(
      int workers, int frequency, int minibatch, int epochs, double rate) {
    return config(workers, frequency, minibatch, epochs, rate, LearningConfig.PLAIN);
  }

  private static TrainingConfig config(
      int workers, int frequency, int minibatch, int epochs, double rate, LearningConfig learning) {
    return new TrainingConfig(
        workers,
        AveragingConfig.every(frequency),
        minibatch,
        epochs,
        7,
        TrainingConfig.Updater.ADAM,
        rate,
        0.9,
        TrainingConfig.Master.RESIDENT,
        ComputeConfig.ENGINE,
        CheckpointConfig.USUAL,
        learning);
  }
}
