package io.catwalk.pipeline.train;

import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.spark.ExecutorSlots;
import io.catwalk.pipeline.spark.ExecutorWatch;
import io.catwalk.pipeline.spark.RepeatedLosses;
import io.catwalk.pipeline.train.averaging.AveragingMaster;
import io.catwalk.pipeline.train.averaging.ResidentAveragingMaster;
import io.catwalk.pipeline.train.averaging.StockAveragingMaster;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.worker.EngineSteps;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a network on a stored dataset by parameter averaging and keeps the best epoch's. */
public final class Trainer {

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final TrainingListener listener;
  private final Optional<ResidentSplits> shared;

  public Trainer(SparkSession session, TrainingConfig config, TrainingListener listener) {
    this(session, config, listener, Optional.empty());
  }

  /**
   * @param shared splits that other trainings work on too; the caller closes them
   */
  public Trainer(
      SparkSession session,
      TrainingConfig config,
      TrainingListener listener,
      Optional<ResidentSplits> shared) {
    this.shared = shared;
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.config = config;
    this.listener = listener;
  }

  /** As {@link #train(StoredDataset, StartingPoint, Checkpoints, StopSignal)}, a new network. */
  public TrainingResult train(StoredDataset dataset, ModelDefinition definition) {
    try (Checkpoints none = Checkpoints.none()) {
      return train(dataset, StartingPoint.of(definition), none, StopSignal.NEVER);
    }
  }

  /** As {@link #train(StoredDataset, StartingPoint, Checkpoints, StopSignal)}, a new network. */
  public TrainingResult train(
      StoredDataset dataset, ModelDefinition definition, Checkpoints checkpoints, StopSignal stop) {
    return train(dataset, StartingPoint.of(definition), checkpoints, stop);
  }

  /**
   * Trains from the beginning, or on from the checkpoint that was found, to the same end.
   *
   * @throws CatwalkException (data) when there are fewer examples than workers, when an epoch
   *     consumed other than all examples once, when the parameters did not move, when the loss
   *     explodes or anything is not finite, or when an image is to blame; (cluster) when executors
   *     are lost, or run out of memory or are killed again and again; (interrupted, terminated)
   *     when the user stopped it
   */
  public TrainingResult train(
      StoredDataset dataset, StartingPoint start, Checkpoints checkpoints, StopSignal stop) {
    DatasetManifest manifest = dataset.manifest();
    long examples = manifest.count(Split.TRAIN);
    if (examples < config.workers()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Cannot train on %s@%s: its training split holds %,d examples for train.workers = %d; expected at least one each",
              manifest.name(),
              manifest.version(),
              examples,
              config.workers()));
    }
    if (config.learning().needsValidation() && manifest.count(Split.VALIDATION) == 0) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "train.early-stopping.patience or train.schedule.kind = plateau: dataset %s@%s has no validation images to look at; expected data.validation-percent above 0",
              manifest.name(),
              manifest.version()));
    }
    SeldomAveraging.of(config, examples).ifPresent(listener::warned);
    RepeatedLosses losses = RepeatedLosses.of(spark.sc());
    ExecutorWatch watch =
        new ExecutorWatch(
            new ExecutorSlots(spark)::all,
            () -> losses.inVain().isPresent(),
            new TrainingJobs(spark)::cancel);
    try (losses;
        watch;
        ResidentSplits own = new ResidentSplits(session)) {
      Control control = new Control(checkpoints, stop, losses::progressed);
      return trainOn(shared.orElse(own), dataset, start, control);
    } catch (Exception | OutOfMemoryError e) { // Spark throws what its methods do not declare.
      if (losses.inVain().isPresent() && CatwalkException.among(e).isEmpty()) {
        throw CatwalkException.cluster(losses.inVain().get(), e);
      }
      if (watch.inVain()) {
        throw CatwalkException.cluster(
            String.format(
                Locale.ROOT,
                "All executors have been gone for %d minutes; start workers of the cluster, then go on by --resume",
                watch.minutes()),
            e);
      }
      throw new TrainingFailures(session, dataset).explain(e);
    } finally {
      spark.sc().clearJobGroup();
    }
  }

  private record Control(Checkpoints checkpoints, StopSignal stop, Runnable progressed) {}

  private TrainingResult trainOn(
      ResidentSplits splits, StoredDataset dataset, StartingPoint start, Control control) {
    DatasetManifest manifest = dataset.manifest();
    long examples = manifest.count(Split.TRAIN);
    Beginning beginning = start.begin(manifest.shape(), manifest.classes(), config, examples);
    TrainingJobs jobs = new TrainingJobs(spark);
    listener.started(start.name(), config.workers(), examples);
    jobs.describe("lay out " + manifest.name());
    try (TrainingMetrics metrics = new TrainingMetrics(listener, control.progressed());
        TrainingData data = TrainingData.lay(splits, dataset, config, beginning.extraction());
        AveragingMaster master = master(data, beginning.trained(), counts(manifest))) {
      data.training().count();
      INDArray before = beginning.trained().params().dup();
      TrainingRun run =
          new TrainingRun(
              config,
              master,
              new Validator(
                  spark,
                  data.validation(),
                  manifest.count(Split.VALIDATION),
                  data.vectoriser(),
                  data.extraction(),
                  config),
              new TrainingRun.Data(
                  manifest.count(Split.TRAIN),
                  manifest.classes().size(),
                  worker -> host(data.training(), worker)),
              new TrainingRun.Control(control.checkpoints(), control.stop(), metrics, jobs));
      TrainingResult result = run.train(card(manifest, data.normalisation(), start.name()));
      refuseUnmoved(result, before, start.name());
      return result.with(beginning.whole(result.model().network()));
    }
  }

  private static void refuseUnmoved(TrainingResult result, INDArray start, String name) {
    if (result.model().network().params().sub(start).amaxNumber().doubleValue() == 0) {
      throw CatwalkException.data(
          "Training moved no parameter of " + name + "; is train.learning-rate too small?");
    }
  }

  private static String host(JavaRDD<ResidentExamples> training, int worker) {
    return training.mapPartitions(new TellHost(), true).collect().get(worker);
  }

  /** Of training examples, in the classes' order. */
  private static List<Long> counts(DatasetManifest manifest) {
    Map<String, Long> byClass = manifest.counts().getOrDefault(Split.TRAIN.id(), Map.of());
    return manifest.classes().stream().map(name -> byClass.getOrDefault(name, 0L)).toList();
  }

  private AveragingMaster master(TrainingData data, MultiLayerNetwork network, List<Long> counts) {
    if (!config.compute().device().isEmpty()) {
      EngineSteps.check(
          config.compute(),
          network.getLayerWiseConfigurations(),
          EngineSteps.input(data.vectoriser().shape(), data.extraction()));
    }
    return config.master() == TrainingConfig.Master.STOCK
        ? new StockAveragingMaster(spark, data.training(), data.vectoriser(), network, config)
        : new ResidentAveragingMaster(
            spark,
            data.training(),
            network,
            config.averaging(),
            new TrainingPlan(data.vectoriser(), data.extraction(), Recipe.of(config, counts)));
  }

  private static ModelCard card(DatasetManifest manifest, Vectoriser images, String name) {
    return new ModelCard(
        ModelCard.SCHEMA_VERSION,
        name,
        manifest.classes(),
        manifest.shape(),
        manifest.resize(),
        images.mean(),
        images.deviation(),
        manifest.name(),
        manifest.version(),
        manifest.synthetic());
  }

  /** On which host a worker's examples lie. */
  private record TellHost() implements FlatMapFunction<Iterator<ResidentExamples>, String> {
    @Override
    public Iterator<String> call(Iterator<ResidentExamples> resident) {
      resident.next();
      return List.of(SparkEnv.get().blockManager().blockManagerId().host()).iterator();
    }
  }
}
