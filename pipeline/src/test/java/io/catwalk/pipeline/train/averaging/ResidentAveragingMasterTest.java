package io.catwalk.pipeline.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.models.learning.RateCurve;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.MemoryDataset;
import io.catwalk.pipeline.train.data.EpochOrder;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.PlannedMinibatches;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.ResidentPixels;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.exchange.Transport;
import io.catwalk.pipeline.train.state.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
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
    ResidentPixels examples = hands(1).get(0);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int[] order = EpochOrder.of(SEED, epoch, 0, examples.size());
      for (int from = 0; from < order.length; from += 8) {
        List<Example> minibatch = new ArrayList<>();
        for (int i = from; i < Math.min(order.length, from + 8); i++) {
          minibatch.add(examples.get(order[i]));
        }
        fit(plain, List.of(vectoriser.vectorise(minibatch)));
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
    List<ResidentPixels> hands = hands(workers);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int round = 0; round < rounds(workers, 8, 2); round++) {
        simulate(simulated, hands, new RoundPlan(SEED, epoch, round, 8, 2), new Adam(0.01));
      }
    }

    assertSameBits(train(workers, 8, 2, new Adam(0.01)), simulated);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void schedulesCountEveryWorkersIterationsAndEpochs(int workers) {
    for (boolean byEpoch : new boolean[] {false, true}) {
      // 45 examples in minibatches of 8 are 3 to 6 steps an epoch.
      int steps = byEpoch ? EPOCHS : EPOCHS * ((45 + 8 * workers - 1) / (8 * workers));
      IUpdater updater =
          new Adam(new LearningRate(0.02, byEpoch, 1, new RateCurve.Cosine(steps, 0.01)));
      MultiLayerNetwork simulated = network(updater);
      List<ResidentPixels> hands = hands(workers);
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        for (int round = 0; round < rounds(workers, 8, 2); round++) {
          simulate(simulated, hands, new RoundPlan(SEED, epoch, round, 8, 2), updater);
        }
      }

      assertSameBits(train(workers, 8, 2, updater), simulated);
    }
  }

  /** Averaging as one would write it down: no Spark, no slices, a new network for every worker. */
  private void simulate(
      MultiLayerNetwork network, List<ResidentPixels> hands, RoundPlan plan, IUpdater with) {
    double[] parameters = new double[(int) network.numParams()];
    double[] updater = new double[(int) network.getUpdater().getStateViewArray().length()];
    long all = hands.stream().mapToLong(hand -> taken(plan, hand)).sum();
    int iterations = 0;
    for (int worker = 0; worker < hands.size(); worker++) {
      long examples = taken(plan, hands.get(worker));
      if (examples == 0) {
        continue;
      }
      MultiLayerNetwork fresh = network(with);
      TrainingState.of(network).restore(fresh);
      fresh.setEpochCount(plan.epoch() - 1);
      PlannedMinibatches minibatches = new PlannedMinibatches(plan, worker, hands.get(worker));
      fit(fresh, all(minibatches));
      double weight = examples / (double) all;
      add(parameters, weight, fresh.params());
      add(updater, weight, fresh.getUpdater().getStateViewArray());
      iterations = Math.max(iterations, fresh.getIterationCount());
    }
    new TrainingState(floats(parameters), floats(updater), iterations, plan.epoch() - 1)
        .restore(network);
  }

  private List<DataSet> all(PlannedMinibatches planned) {
    List<DataSet> minibatches = new ArrayList<>();
    while (planned.hasNext()) {
      minibatches.add(vectoriser.vectorise(planned.next()));
    }
    return minibatches;
  }

  private void fit(MultiLayerNetwork network, List<DataSet> minibatches) {
    try (EngineNetwork engine = EngineNetwork.of(network, dataset.shape(), 64, 0)) {
      minibatches.forEach(some -> engine.fit(some.getFeatures(), some.getLabels()));
    }
  }

  private static long taken(RoundPlan plan, ResidentExamples hand) {
    return plan.to(hand.size()) - plan.from(hand.size());
  }

  private static void add(double[] sums, double weight, INDArray values) {
    float[] floats = values.toFloatVector();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * floats[i];
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  void averagingEveryStepOfPlainSgdIsALargerMinibatch() {
    // 45 examples for 3 workers are 15 each: steps of 3 × 5 examples.
    MultiLayerNetwork averaged = train(3, 5, 1, new Sgd(0.1));

    MultiLayerNetwork large = network(new Sgd(0.1));
    List<ResidentPixels> hands = hands(3);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int from = 0; from < 15; from += 5) {
        List<Example> minibatch = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
          int[] order = EpochOrder.of(SEED, epoch, worker, 15);
          for (int i = from; i < from + 5; i++) {
            minibatch.add(hands.get(worker).get(order[i]));
          }
        }
        fit(large, List.of(vectoriser.vectorise(minibatch)));
      }
    }

    assertThat(averaged.params().toDoubleVector())
        .containsExactly(large.params().toDoubleVector(), within(1e-5));
  }

  @Test
  void twoRunsGiveTheSameBits() {
    assertSameBits(train(2, 8, 2, new Adam(0.01)), train(2, 8, 2, new Adam(0.01)));
  }

  @ParameterizedTest
  @CsvSource({"1,900,64,0", "1,0,0,0", "2,0,64,0", "2,900,0,0", "3,0,0,0", "1,0,0,64", "2,0,0,64"})
  void whicheverWayStatesTravelTheBitsAreTheSame(
      int workers, long carriedKib, long collectedMib, long streamedMib) {
    // lenet5 for 16 x 16 has 61,000 bytes of parameters and twice as much of Adam's state.
    Transport transport =
        new Transport(carriedKib << 10, collectedMib << 20, streamedMib << 20, 10_000);

    assertSameBits(
        train(workers, 8, 2, new Adam(0.01), EVERYTHING, transport),
        train(workers, 8, 2, new Adam(0.01)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 64})
  void whatIsNotAveragedIsTheFirstWorkersOrStartsAnew(long collectedMib) {
    AveragingConfig nothing =
        new AveragingConfig(2, 0, false, false, OuterConfig.AVERAGE, "none", "memory");
    MultiLayerNetwork averaged =
        train(2, 8, 2, new Adam(0.01), nothing, new Transport(0, collectedMib << 20, 0, 10_000));

    MultiLayerNetwork alone = network(new Adam(0.01));
    ResidentPixels first = hands(2).get(0);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int round = 0; round < rounds(2, 8, 2); round++) {
        alone.getUpdater().getStateViewArray().assign(0);
        PlannedMinibatches minibatches =
            new PlannedMinibatches(new RoundPlan(SEED, epoch, round, 8, 2), 0, first);
        fit(alone, all(minibatches));
      }
    }

    assertThat(averaged.params().toFloatVector()).containsExactly(alone.params().toFloatVector());
    assertThat(averaged.getUpdater().getStateViewArray().toFloatVector()).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({"fp16,2e-2", "delta,2e-3"})
  void compressedStatesAreNearlyTheSameAndTheSameEveryTime(String compression, double most) {
    AveragingConfig compressed =
        new AveragingConfig(2, 0, true, true, OuterConfig.AVERAGE, compression, "memory");
    Transport carried = Transport.USUAL;
    Transport sliced = new Transport(0, 0, 0, 10_000);

    MultiLayerNetwork found = train(2, 8, 2, new Adam(0.001), compressed, carried);

    assertSameBits(found, train(2, 8, 2, new Adam(0.001), compressed, carried));
    assertSameBits(found, train(2, 8, 2, new Adam(0.001), compressed, sliced));
    MultiLayerNetwork exact = train(2, 8, 2, new Adam(0.001), EVERYTHING, carried);
    assertThat(found.params().toFloatVector()).isNotEqualTo(exact.params().toFloatVector());
    assertThat(found.params().sub(exact.params()).amaxNumber().doubleValue()).isLessThan(most);
  }

  @Test
  void tellsWhatARoundCost() {
    List<RoundCost> costs = new ArrayList<>();
    JavaRDD<ResidentExamples> layout = layout(2);
    MultiLayerNetwork network = network(new Adam(0.01));
    try (AveragingMaster master =
        new ResidentAveragingMaster(
            context(),
            layout,
            network,
            EVERYTHING,
            new TrainingPlan(vectoriser, Recipe.PLAIN),
            ResidentAveragingMaster.Rounds.telling(costs::add))) {
      master.run(new RoundPlan(SEED, 1, 0, 8, 2));
    }

    assertThat(costs).hasSize(1);
    RoundCost cost = costs.get(0);
    assertThat(cost.compute()).isPositive();
    assertThat(cost.fixed()).isBetween(0.0, cost.total() - cost.compute());
    assertThat(
            cost.broadcast()
                + cost.restore()
                + cost.compute()
                + cost.read()
                + cost.job()
                + cost.average())
        .isCloseTo(cost.total(), within(1e-6));
    assertThat(cost.idle()).isBetween(0.0, cost.total());
  }

  @Test
  void whereExecutorsCannotReachTheDriverRoundsAreJobs() {
    JavaSparkContext context = context();
    MultiLayerNetwork reached = train(2, 8, 2, new Adam(0.01));
    String host = context.sc().conf().get("spark.driver.host");
    context.sc().conf().set("spark.driver.bindAddress", "127.0.0.1");
    context.sc().conf().set("spark.driver.host", "127.0.0.2");
    try {
      assertSameBits(train(2, 8, 2, new Adam(0.01)), reached);
    } finally {
      context.sc().conf().set("spark.driver.host", host);
      context.sc().conf().remove("spark.driver.bindAddress");
    }
  }

  @Test
  void aLimitOfSparksThatEveryRoundWouldBreakIsToldAtOnce() {
    JavaSparkContext context = context();
    context.sc().conf().set("spark.driver.maxResultSize", "512k");
    try {
      assertThatThrownBy(() -> train(2, 8, 2, new Adam(0.01)))
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
          .hasMessageStartingWith(
              "spark.driver.maxResultSize = 512k, but an averaging round brings ")
          .hasMessageContaining("expected 0 (no limit) or at least ");
    } finally {
      context.sc().conf().remove("spark.driver.maxResultSize");
    }
  }

  private MultiLayerNetwork train(int workers, int minibatch, int frequency, IUpdater updater) {
    return train(
        workers, minibatch, frequency, updater, AveragingConfig.every(frequency), Transport.USUAL);
  }

  private MultiLayerNetwork train(
      int workers,
      int minibatch,
      int frequency,
      IUpdater updater,
      AveragingConfig averaging,
      Transport transport) {
    JavaRDD<ResidentExamples> layout = layout(workers);
    MultiLayerNetwork network = network(updater);
    try (AveragingMaster master =
        new ResidentAveragingMaster(
            context(),
            layout,
            network,
            averaging,
            new TrainingPlan(vectoriser, Recipe.PLAIN),
            new ResidentAveragingMaster.Rounds(transport, cost -> {}))) {
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
    return AveragingConfig.every(frequency).rounds(45, workers, minibatch, 1);
  }

  private List<ResidentPixels> hands(int workers) {
    return layout(workers).map(ResidentPixels.class::cast).collect();
  }

  private JavaRDD<ResidentExamples> layout(int workers) {
    return ExampleLayout.deal(dataset.examples(spark, Split.TRAIN), workers, "memory-and-disk");
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private MultiLayerNetwork network(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(dataset.shape(), new Hyperparameters(2, 3, updater)));
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
