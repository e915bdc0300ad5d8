package io.catwalk.pipeline.api;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.train.DataSetTraining;
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
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
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
 * new SparkDl4jMultiLayer(sc, configuration, new ResidentTrainingMaster(2, 64, 42, 10)).fit(dataSets);
 * }</pre>
 *
 * <p>Each {@code fit} is an epoch over every example once. The examples of the last RDD stay on the
 * executors, so that further epochs read nothing anew; {@link #deleteTempFiles} lets go of them.
 * Minibatches of any size are taken apart and dealt to the workers one example after the other.
 * Maven brings Deeplearning4j's Spark module with Scala 2.12; beside the application jar, which
 * holds no Scala, this class runs on every Spark that Catwalk runs on.
 */
public final class ResidentTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {

  private final DataSetTraining training;
  private final String json;
  private Collection<TrainingListener> listeners = List.of();

  /**
   * @param workers networks that train side by side, at least 1
   * @param minibatch examples of one gradient step of one worker, at least 1
   * @param seed of the order of the examples
   * @param frequency minibatches that each worker fits between two averagings, at least 1
   */
  public ResidentTrainingMaster(int workers, int minibatch, long seed, int frequency) {
    this(workers, minibatch, seed, frequency, frequency);
  }

  /**
   * As above, but averaging more often at first.
   *
   * @param firstFrequency the frequency of the first epoch, 1 to {@code frequency}; it doubles with
   *     each epoch up to {@code frequency}
   */
  public ResidentTrainingMaster(
      int workers, int minibatch, long seed, int frequency, int firstFrequency) {
    if (firstFrequency < 1 || firstFrequency > frequency) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a frequency of at least 1 and a first one of 1 to that, found %d and %d",
              frequency,
              firstFrequency));
    }
    AveragingConfig averaging = AveragingConfig.every(frequency).startingWith(firstFrequency);
    this.training = new DataSetTraining(workers, minibatch, seed, averaging);
    this.json =
        new String(
            Json.write(
                Map.of(
                    "workers",
                    workers,
                    "minibatch",
                    minibatch,
                    "seed",
                    seed,
                    "averaging",
                    averaging)),
            StandardCharsets.UTF_8);
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
    int epoch = network.getEpochCount();
    training.epoch(
        network,
        data,
        loss -> {
          trainer.setScore(loss);
          listeners.forEach(
              listener -> listener.iterationDone(network, network.getIterationCount(), epoch));
        });
  }

  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    training.release();
    return true;
  }

  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    training.release();
    return true;
  }

  /** Called on the driver after each averaging; Deeplearning4j's master calls them on workers. */
  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
    setListeners(listeners);
  }

  @Override
  public String toJson() {
    return json;
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
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer trainer) {
    throw unsupported("Deeplearning4j's workers; it brings its own");
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph trainer) {
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
