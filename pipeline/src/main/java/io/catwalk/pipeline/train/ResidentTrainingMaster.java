package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.averaging.AveragingMaster;
import io.catwalk.pipeline.train.averaging.ResidentAveragingMaster;
import io.catwalk.pipeline.train.data.CountExamples;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.ExampleLayout.FloatExample;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.SplitDataSet;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.worker.EngineSteps;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Catwalk's averaging as Deeplearning4j takes it, for those who bring an {@code RDD<DataSet>} of
 * their own:
 *
 * <pre>{@code
 * new SparkDl4jMultiLayer(sc, configuration, new ResidentTrainingMaster(2, 64, 42, AveragingConfig.every(10)))
 *     .fit(dataSets);
 * }</pre>
 *
 * <p>Each {@code fit} is an epoch over every example once. The examples of the last RDD stay on the
 * executors, so that further epochs read nothing anew; {@link #deleteTempFiles} lets go of them.
 * Minibatches of any size are taken apart and dealt to the workers one example after the other.
 */
public final class ResidentTrainingMaster
    implements TrainingMaster<
        org.deeplearning4j.spark.api.TrainingResult,
        TrainingWorker<org.deeplearning4j.spark.api.TrainingResult>> {

  private final int workers;
  private final int minibatch;
  private final long seed;
  private final AveragingConfig averaging;
  private Collection<org.deeplearning4j.optimize.api.TrainingListener> listeners = List.of();
  private Laid laid;

  /**
   * @param workers networks that train side by side, at least 1
   * @param minibatch examples of one gradient step of one worker, at least 1
   * @param seed of the order of the examples
   */
  public ResidentTrainingMaster(int workers, int minibatch, long seed, AveragingConfig averaging) {
    if (workers < 1 || minibatch < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected workers and minibatch of at least 1, found %d and %d",
              workers,
              minibatch));
    }
    this.workers = workers;
    this.minibatch = minibatch;
    this.seed = seed;
    this.averaging = averaging;
  }

  /** What lies on the executors, and who trains on it. */
  private record Laid(
      int source,
      long examples,
      MultiLayerNetwork network,
      JavaRDD<ResidentExamples> layout,
      AveragingMaster master) {

    boolean is(JavaRDD<DataSet> data, MultiLayerNetwork network) {
      return source == data.id() && this.network == network;
    }

    void release() {
      master.close();
      layout.unpersist();
    }
  }

  /**
   * One epoch.
   *
   * @param data minibatches of images [n, channels, height, width] with labels [n, classes]
   * @throws CatwalkException (data) when there are fewer examples than workers, or an epoch
   *     consumed other than all
   */
  @Override
  public void executeTraining(SparkDl4jMultiLayer trainer, JavaRDD<DataSet> data) {
    MultiLayerNetwork network = trainer.getNetwork();
    if (laid == null || !laid.is(data, network)) {
      release();
      laid = lay(data, network);
    }
    try {
      epoch(trainer, network);
    } finally {
      // The executors are the program's again, which may go on with jobs of its own.
      laid.master().rest();
    }
  }

  private void epoch(SparkDl4jMultiLayer trainer, MultiLayerNetwork network) {
    int epoch = network.getEpochCount() + 1;
    int frequency = averaging.frequency(epoch);
    int rounds = averaging.rounds(laid.examples(), workers, minibatch, epoch);
    long done = 0;
    for (int round = 0; round < rounds; round++) {
      AveragingMaster.RoundResult result =
          laid.master().run(new RoundPlan(seed, epoch, round, minibatch, frequency));
      done += result.examples();
      trainer.setScore(result.loss());
      network.setScore(result.loss());
      listeners.forEach(
          listener -> listener.iterationDone(network, network.getIterationCount(), epoch - 1));
    }
    if (done != laid.examples()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Epoch %d trained on %,d of %,d examples",
              epoch,
              done,
              laid.examples()));
    }
  }

  private Laid lay(JavaRDD<DataSet> data, MultiLayerNetwork network) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(data.context());
    JavaRDD<FloatExample> examples = data.flatMap(new SplitDataSet());
    List<FloatExample> first = examples.take(1);
    JavaRDD<ResidentExamples> layout =
        ExampleLayout.dealFloats(examples, workers, averaging.storage());
    long count =
        layout.map(new CountExamples()).collect().stream().mapToLong(Integer::longValue).sum();
    if (count < workers) {
      layout.unpersist();
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%,d examples for %d workers; expected at least one each",
              count,
              workers));
    }
    ImageShape shape = first.get(0).shape();
    Vectoriser asItIs = Vectoriser.plain(shape, first.get(0).target().length);
    return new Laid(
        data.id(),
        count,
        network,
        layout,
        new ResidentAveragingMaster(
            spark,
            layout,
            network,
            averaging,
            new TrainingPlan(
                asItIs,
                Recipe.plain(
                    EngineSteps.suiting(network.getLayerWiseConfigurations(), Extent.of(shape))))));
  }

  private void release() {
    if (laid != null) {
      laid.release();
      laid = null;
    }
  }

  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    release();
    return true;
  }

  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    release();
    return true;
  }

  /** Called on the driver after each averaging; Deeplearning4j's master calls them on workers. */
  @Override
  public void setListeners(Collection<org.deeplearning4j.optimize.api.TrainingListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void setListeners(
      StatsStorageRouter router,
      Collection<org.deeplearning4j.optimize.api.TrainingListener> listeners) {
    setListeners(listeners);
  }

  @Override
  public String toJson() {
    return new String(
        Json.write(
            Map.of(
                "workers", workers, "minibatch", minibatch, "seed", seed, "averaging", averaging)),
        StandardCharsets.UTF_8);
  }

  @Override
  public String toYaml() {
    // JSON is YAML.
    return toJson();
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  public void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw unsupported("statistics of Spark's stages; catwalk bench round measures them");
    }
  }

  @Override
  public void addHook(TrainingHook hook) {
    throw unsupported("hooks on workers; listeners are called on the driver");
  }

  @Override
  public void removeHook(TrainingHook hook) {
    // There are none.
  }

  @Override
  public TrainingWorker<org.deeplearning4j.spark.api.TrainingResult> getWorkerInstance(
      SparkDl4jMultiLayer trainer) {
    throw unsupported("Deeplearning4j's workers; it brings its own");
  }

  @Override
  public TrainingWorker<org.deeplearning4j.spark.api.TrainingResult> getWorkerInstance(
      SparkComputationGraph trainer) {
    throw graphs();
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer trainer,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    throw unsupported("paths; read them into an RDD<DataSet> first");
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    throw graphs();
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw graphs();
  }

  private static UnsupportedOperationException graphs() {
    return unsupported("computation graphs; it trains a MultiLayerNetwork");
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException("Catwalk's master does without " + what);
  }
}
