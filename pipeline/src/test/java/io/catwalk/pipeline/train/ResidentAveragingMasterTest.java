package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.layers.LayerKit;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.OuterConfig;
import io.catwalk.pipeline.ingest.Example;
import io.catwalk.pipeline.ingest.Split;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class ResidentAveragingMasterTest {

  private static final int SEED = 5;
  private static final int EPOCHS = 2;
  private static final AveragingConfig EVERYTHING = AveragingConfig.every(2);
  private final SparkSession spark = LocalSpark.session();
  private final MemoryDataset dataset = new MemoryDataset(45, 0, new ImageShape(16, 16, 1));
  private final Vectoriser vectoriser = Vectoriser.of(dataset.manifest());

  @Test
  void oneWorkerIsPlainFitBitForBit() {
    MultiLayerNetwork plain = network(new Adam(0.01));
    ResidentExamples examples = layout(1).collect().get(0);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int[] order = EpochOrder.of(SEED, epoch, 0, examples.size());
      for (int from = 0; from < order.length; from += 8) {
        List<Example> minibatch = new ArrayList<>();
        for (int i = from; i < Math.min(order.length, from + 8); i++) {
          minibatch.add(examples.get(order[i]));
        }
        plain.fit(vectoriser.vectorise(minibatch));
      }
    }

    MultiLayerNetwork averaged = train(1, 8, 2, new Adam(0.01));

    assertSameBits(averaged, plain);
    // 45 examples in minibatches of 8 are 6 steps an epoch.
    assertThat(averaged.getIterationCount())
        .isEqualTo(6 * EPOCHS)
        .isEqualTo(plain.getIterationCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void manyWorkersAreTheirSimulationInOneJvmBitForBit(int workers) {
    MultiLayerNetwork simulated = network(new Adam(0.01));
    List<ResidentExamples> hands = layout(workers).collect();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int round = 0; round < rounds(workers, 8, 2); round++) {
        TrainingState start = TrainingState.of(simulated);
        List<WorkerResult> results = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
          MultiLayerNetwork fresh = network(new Adam(0.01));
          start.restore(fresh);
          RoundPlan plan = new RoundPlan(SEED, epoch, round, 8, 2);
          results.add(
              new TrainRound("", "", null, plan, vectoriser).fit(fresh, worker, hands.get(worker)));
        }
        WeightedAverage.of(results, epoch - 1, EVERYTHING).restore(simulated);
      }
    }

    assertSameBits(train(workers, 8, 2, new Adam(0.01)), simulated);
  }

  @Test
  void averagingEveryStepOfPlainSgdIsALargerMinibatch() {
    // 45 examples for 3 workers are 15 each: steps of 3 × 5 examples.
    MultiLayerNetwork averaged = train(3, 5, 1, new Sgd(0.1));

    MultiLayerNetwork large = network(new Sgd(0.1));
    List<ResidentExamples> hands = layout(3).collect();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int from = 0; from < 15; from += 5) {
        List<Example> minibatch = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
          int[] order = EpochOrder.of(SEED, epoch, worker, 15);
          for (int i = from; i < from + 5; i++) {
            minibatch.add(hands.get(worker).get(order[i]));
          }
        }
        large.fit(vectoriser.vectorise(minibatch));
      }
    }

    assertThat(averaged.params().toDoubleVector())
        .containsExactly(large.params().toDoubleVector(), within(1e-5));
  }

  @Test
  void twoRunsGiveTheSameBits() {
    assertSameBits(train(2, 8, 2, new Adam(0.01)), train(2, 8, 2, new Adam(0.01)));
  }

  @Test
  void aWorkerCountsByItsExamples() {
    WorkerResult three = new WorkerResult(3, 0, state(1, 10));
    WorkerResult one = new WorkerResult(1, 0, state(5, 50));
    WorkerResult none = new WorkerResult(0, 0, state(100, 100));

    TrainingState mean = WeightedAverage.of(List.of(three, one, none), 7, EVERYTHING);

    assertThat(mean.parameters()).containsExactly(2);
    assertThat(mean.updater()).containsExactly(20);
    assertThat(mean.epoch()).isEqualTo(7);
  }

  @Test
  void whatIsNotAveragedIsTheFirstWorkersOrStartsAnew() {
    WorkerResult first = new WorkerResult(3, 0, state(1, 10));
    WorkerResult second = new WorkerResult(1, 0, state(5, 50));
    AveragingConfig nothing =
        new AveragingConfig(2, 0, false, false, OuterConfig.AVERAGE, "none", "memory");

    TrainingState state = WeightedAverage.of(List.of(first, second), 7, nothing);

    assertThat(state.parameters()).containsExactly(1);
    assertThat(state.updater()).containsExactly(0);
  }

  private static TrainingState state(float parameter, float updater) {
    return new TrainingState(new float[] {parameter}, new float[] {updater}, 1, 0);
  }

  private MultiLayerNetwork train(int workers, int minibatch, int frequency, IUpdater updater) {
    JavaRDD<ResidentExamples> layout = layout(workers);
    try (AveragingMaster master =
        new ResidentAveragingMaster(context(), layout, vectoriser, network(updater), EVERYTHING)) {
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        long examples = 0;
        for (int round = 0; round < rounds(workers, minibatch, frequency); round++) {
          examples +=
              master.run(new RoundPlan(SEED, epoch, round, minibatch, frequency)).examples();
        }
        assertThat(examples).isEqualTo(45);
      }
      return master.network();
    } finally {
      layout.unpersist();
    }
  }

  private static int rounds(int workers, int minibatch, int frequency) {
    return RoundPlan.rounds(ExampleLayout.share(45, workers, 0), minibatch, frequency);
  }

  private JavaRDD<ResidentExamples> layout(int workers) {
    return ExampleLayout.deal(dataset.examples(spark, Split.TRAIN), workers);
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private MultiLayerNetwork network(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(dataset.shape(), new Hyperparameters(2, 3, updater, LayerKit.NATIVE)));
    network.init();
    return network;
  }

  /** INDArray's own equality forgives 1e-5. */
  private static void assertSameBits(MultiLayerNetwork found, MultiLayerNetwork expected) {
    assertThat(found.params().toFloatVector()).containsExactly(expected.params().toFloatVector());
    assertThat(found.getUpdater().getStateViewArray().toFloatVector())
        .containsExactly(expected.getUpdater().getStateViewArray().toFloatVector());
  }
}
