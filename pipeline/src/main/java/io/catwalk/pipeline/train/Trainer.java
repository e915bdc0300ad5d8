package io.catwalk.pipeline.train;

import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.ingest.DatasetManifest;
import io.catwalk.pipeline.ingest.Split;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.ingest.Vectoriser;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a network on a stored dataset by parameter averaging and keeps the best epoch's. */
public final class Trainer {

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final TrainingListener listener;
  private TrainedModel beginning;

  public Trainer(SparkSession session, TrainingConfig config, TrainingListener listener) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.config = config;
    this.listener = listener;
  }

  /** Lets training begin with a model's weights instead of drawn ones; null changes nothing. */
  public Trainer from(TrainedModel model) {
    beginning = model;
    return this;
  }

  /** As {@link #train(StoredDataset, ModelDefinition, Checkpoints, StopSignal)}, with neither. */
  public TrainingResult train(StoredDataset dataset, ModelDefinition definition) {
    try (Checkpoints none = Checkpoints.none()) {
      return train(dataset, definition, none, StopSignal.NEVER);
    }
  }

  /**
   * Trains from the beginning, or on from the checkpoint that was found, to the same end.
   *
   * @throws CatwalkException (data) when there are fewer examples than workers, when an epoch
   *     consumed other than all examples once, when the parameters did not move, when the loss
   *     explodes or anything is not finite, or when an image is to blame; (cluster) when executors
   *     are lost; (interrupted, terminated) when the user stopped it
   */
  public TrainingResult train(
      StoredDataset dataset, ModelDefinition definition, Checkpoints checkpoints, StopSignal stop) {
    DatasetManifest manifest = dataset.manifest();
    long examples = manifest.count(Split.TRAIN);
    if (examples < config.workers()) {
      throw CatwalkException.data(
          "Cannot train on %s@%s: its training split holds %,d examples for train.workers = %d; expected at least one each"
              .formatted(manifest.name(), manifest.version(), examples, config.workers()));
    }
    try {
      return trainOn(dataset, definition, checkpoints, stop);
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare.
      throw new TrainingFailures(session, dataset).explain(e);
    } finally {
      spark.sc().clearJobGroup();
    }
  }

  private TrainingResult trainOn(
      StoredDataset dataset, ModelDefinition definition, Checkpoints checkpoints, StopSignal stop) {
    DatasetManifest manifest = dataset.manifest();
    JavaRDD<ResidentExamples> training =
        ExampleLayout.deal(
            dataset.examples(session, Split.TRAIN), config.workers(), config.averaging().storage());
    JavaRDD<ResidentExamples> validation =
        ExampleLayout.deal(
            dataset.examples(session, Split.VALIDATION),
            config.workers(),
            config.averaging().storage());
    Vectoriser vectoriser = Vectoriser.of(manifest);
    MultiLayerNetwork network =
        NewNetwork.of(definition, manifest.shape(), manifest.classes().size(), config);
    try (AveragingMaster master = master(training, vectoriser, network)) {
      describe("lay out " + manifest.name());
      training.count();
      WarmStart.apply(beginning, network);
      INDArray start = network.params().dup();
      TrainingRun run =
          new TrainingRun(
              config,
              master,
              new Validator(spark, validation, vectoriser),
              new TrainingRun.Data(
                  manifest.count(Split.TRAIN),
                  manifest.classes().size(),
                  worker -> host(training, worker)),
              checkpoints,
              stop,
              listener,
              this::describe);
      TrainingResult result = run.train(card(manifest, definition));
      refuseUnmoved(result, start, definition);
      return result;
    } finally {
      training.unpersist();
      validation.unpersist();
    }
  }

  private static void refuseUnmoved(
      TrainingResult result, INDArray start, ModelDefinition definition) {
    if (result.model().network().params().sub(start).amaxNumber().doubleValue() == 0) {
      throw CatwalkException.data(
          "Training moved no parameter of "
              + definition.name()
              + "; is train.learning-rate too small?");
    }
  }

  private static String host(JavaRDD<ResidentExamples> training, int worker) {
    return training.mapPartitions(new TellHost(), true).collect().get(worker);
  }

  private AveragingMaster master(
      JavaRDD<ResidentExamples> training, Vectoriser vectoriser, MultiLayerNetwork network) {
    return config.master().equals("stock")
        ? new StockAveragingMaster(spark, training, vectoriser, network, config)
        : new ResidentAveragingMaster(spark, training, vectoriser, network, config.averaging());
  }

  private static ModelCard card(DatasetManifest manifest, ModelDefinition definition) {
    return new ModelCard(
        ModelCard.SCHEMA_VERSION,
        definition.name(),
        manifest.classes(),
        manifest.shape(),
        manifest.resize(),
        manifest.mean(),
        manifest.standardDeviation(),
        manifest.name(),
        manifest.version(),
        manifest.synthetic());
  }

  /** What Spark's UI calls the jobs that follow. */
  private void describe(String what) {
    spark.setJobDescription(what);
  }
}
