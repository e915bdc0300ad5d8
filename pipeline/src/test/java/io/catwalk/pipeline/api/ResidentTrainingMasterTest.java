package io.catwalk.pipeline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.train.data.EpochOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ResidentTrainingMasterTest {

  private static final int SEED = 5;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  private final List<ResidentTrainingMaster> masters = new ArrayList<>();

  @AfterEach
  void letGoOfTheExamples() {
    masters.forEach(master -> assertThat(master.deleteTempFiles(spark)).isTrue());
  }

  @Test
  void oneWorkerIsPlainFitOfTheSameExamplesBitForBit() {
    DataSet all = images(21);
    SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, configuration(), master(1));
    // Minibatches of other sizes than it trains on.
    JavaRDD<DataSet> data = spark.parallelize(all.batchBy(5), 2);

    trainer.fit(data);
    trainer.fit(data);

    MultiLayerNetwork plain = new MultiLayerNetwork(configuration());
    plain.init();
    try (EngineNetwork engine = EngineNetwork.of(plain, new ImageShape(16, 16, 1), 8, 0)) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        int[] order = EpochOrder.of(SEED, epoch, 0, 21);
        for (int from = 0; from < 21; from += 8) {
          DataSet some = minibatch(all, order, from, Math.min(21, from + 8));
          engine.fit(some.getFeatures(), some.getLabels());
        }
      }
    }
    assertThat(trainer.getNetwork().params().toFloatVector())
        .containsExactly(plain.params().toFloatVector());
    assertThat(trainer.getNetwork().getIterationCount()).isEqualTo(6);
    assertThat(trainer.getNetwork().getEpochCount()).isEqualTo(2);
    assertThat(trainer.getScore()).isPositive();
  }

  @Test
  void severalWorkersLearnAndListenersHearOfEachRound() {
    SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, configuration(), master(2));
    AtomicInteger rounds = new AtomicInteger();
    trainer.setListeners(
        List.of(
            new BaseTrainingListener() {
              @Override
              public void iterationDone(Model model, int iteration, int epoch) {
                rounds.incrementAndGet();
              }
            }));
    JavaRDD<DataSet> data = spark.parallelize(images(40).asList(), 3);

    trainer.fit(data);
    double first = trainer.getScore();
    for (int i = 0; i < 8; i++) {
      trainer.fit(data);
    }

    assertThat(trainer.getScore()).isLessThan(first);
    // 20 examples a worker are 3 minibatches, 2 rounds of at most 2.
    assertThat(rounds).hasValue(18);
  }

  @Test
  void afterFitTheExecutorsAreTheProgramsAgain() throws Exception {
    SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, configuration(), master(2));
    JavaRDD<DataSet> data = spark.parallelize(images(40).asList(), 3);

    trainer.fit(data);

    // As count(), which has no limit of its own.
    JavaFutureAction<Long> count = data.countAsync();
    assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(40);
  }

  @Test
  void afterAFitThatFailsTheyAreTheProgramsAgain() throws Exception {
    SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, configuration(), master(2));
    trainer.setListeners(
        List.of(
            new BaseTrainingListener() {
              @Override
              public void iterationDone(Model model, int iteration, int epoch) {
                throw new IllegalStateException("the program's own");
              }
            }));
    JavaRDD<DataSet> data = spark.parallelize(images(40).asList(), 3);

    assertThatThrownBy(() -> trainer.fit(data)).hasMessage("the program's own");

    assertThat(data.countAsync().get(60, TimeUnit.SECONDS)).isEqualTo(40);
  }

  @Test
  void whatItCannotTrainOnIsToldInOneLine() {
    SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, configuration(), master(2));
    DataSet rows = new DataSet(Nd4j.rand(4, 1024), Nd4j.zeros(4, 2));

    assertThatThrownBy(() -> trainer.fit(spark.parallelize(List.of(rows), 1)))
        .hasStackTraceContaining(
            "A DataSet of features [4, 1024] and labels [4, 2]; expected images [n, channels, height, width] and labels [n, classes]");
    assertThatThrownBy(() -> trainer.fit(spark.parallelize(List.of(images(1)), 1)))
        .hasMessage("1 examples for 2 workers; expected at least one each");
    assertThatThrownBy(() -> new ResidentTrainingMaster(0, 8, 1, 2))
        .hasMessage("expected workers and minibatch of at least 1, found 0 and 8");
    assertThatThrownBy(() -> new ResidentTrainingMaster(2, 8, 1, 2, 3))
        .hasMessage(
            "expected a frequency of at least 1 and a first one of 1 to that, found 2 and 3");
  }

  @Test
  void theFirstEpochsMayAverageMoreOften() {
    ResidentTrainingMaster master = new ResidentTrainingMaster(2, 8, SEED, 2, 1);
    masters.add(master);
    AtomicInteger rounds = new AtomicInteger();
    SparkDl4jMultiLayer trainer = new SparkDl4jMultiLayer(spark, configuration(), master);
    trainer.setListeners(
        List.of(
            new BaseTrainingListener() {
              @Override
              public void iterationDone(Model model, int iteration, int epoch) {
                rounds.incrementAndGet();
              }
            }));
    JavaRDD<DataSet> data = spark.parallelize(images(40).asList(), 3);

    trainer.fit(data);
    assertThat(rounds).hasValue(3);
    trainer.fit(data);
    // 20 examples a worker are 3 minibatches: 3 rounds of one, then 2 of at most two.
    assertThat(rounds).hasValue(5);
  }

  private ResidentTrainingMaster master(int workers) {
    ResidentTrainingMaster master = new ResidentTrainingMaster(workers, 8, SEED, 2);
    masters.add(master);
    return master;
  }

  private static MultiLayerConfiguration configuration() {
    return ModelCatalog.get("lenet5")
        .configure(new ImageShape(16, 16, 1), new Hyperparameters(2, 3, new Adam(0.01)));
  }

  private static DataSet images(int count) {
    INDArray features = Nd4j.rand(new long[] {count, 1, 16, 16});
    INDArray labels = Nd4j.zeros(count, 2);
    for (int i = 0; i < count; i++) {
      labels.putScalar(i, i % 2, 1);
      features.slice(i).muli(i % 2 == 0 ? 1 : 0.2);
    }
    return new DataSet(features, labels);
  }

  private static DataSet minibatch(DataSet all, int[] order, int from, int to) {
    List<DataSet> examples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      examples.add(all.get(order[i]));
    }
    return DataSet.merge(examples);
  }
}
