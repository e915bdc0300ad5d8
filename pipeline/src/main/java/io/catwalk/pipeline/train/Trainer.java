package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.layers.LayerKit;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.ingest.DatasetManifest;
import io.catwalk.pipeline.ingest.Split;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.ArrayList;
import java.util.List;
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

  public Trainer(SparkSession session, TrainingConfig config, TrainingListener listener) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.config = config;
    this.listener = listener;
  }

  /**
   * @throws CatwalkException (data) when there are fewer examples than workers, when an epoch
   *     consumed other than all examples once, or when the parameters did not move or are not
   *     finite
   */
  public TrainingResult train(StoredDataset dataset, ModelDefinition definition) {
    DatasetManifest manifest = dataset.manifest();
    long examples = manifest.count(Split.TRAIN);
    if (examples < config.workers()) {
      throw CatwalkException.data(
          "Cannot train on %s@%s: its training split holds %,d examples for train.workers = %d; expected at least one each"
              .formatted(manifest.name(), manifest.version(), examples, config.workers()));
    }
    Vectoriser vectoriser = Vectoriser.of(manifest);
    MultiLayerNetwork network = network(manifest, definition);
    JavaRDD<ResidentExamples> training =
        ExampleLayout.deal(
            dataset.examples(session, Split.TRAIN), config.workers(), config.averaging().storage());
    JavaRDD<ResidentExamples> validation =
        ExampleLayout.deal(
            dataset.examples(session, Split.VALIDATION),
            config.workers(),
            config.averaging().storage());
    try (AveragingMaster master = master(training, vectoriser, network)) {
      describe("lay out " + manifest.name());
      training.count();
      INDArray start = network.params().dup();
      TrainingRun run =
          new TrainingRun(master, new Validator(spark, validation, vectoriser), examples);
      TrainingResult result = run.train(card(manifest, definition));
      if (result.model().network().params().sub(start).amaxNumber().doubleValue() == 0) {
        throw CatwalkException.data(
            "Training moved no parameter of "
                + definition.name()
                + "; is train.learning-rate too small?");
      }
      return result;
    } finally {
      training.unpersist();
      validation.unpersist();
      spark.sc().clearJobGroup();
    }
  }

  private AveragingMaster master(
      JavaRDD<ResidentExamples> training, Vectoriser vectoriser, MultiLayerNetwork network) {
    return config.master().equals("stock")
        ? new StockAveragingMaster(spark, training, vectoriser, network, config)
        : new ResidentAveragingMaster(spark, training, vectoriser, network, config.averaging());
  }

  private MultiLayerNetwork network(DatasetManifest manifest, ModelDefinition definition) {
    Hyperparameters hyperparameters =
        new Hyperparameters(
            manifest.classes().size(),
            config.seed(),
            Updaters.of(config),
            LayerKit.named(config.layers()));
    MultiLayerNetwork network =
        new MultiLayerNetwork(definition.configure(manifest.shape(), hyperparameters));
    network.init();
    return network;
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

  /** The epochs of one training. */
  private final class TrainingRun {

    private final AveragingMaster master;
    private final Validator validator;
    private final long examples;
    private final List<EpochResult> history = new ArrayList<>();
    private ValidationScore best = ValidationScore.NONE;
    private MultiLayerNetwork bestNetwork;
    private int bestEpoch;

    TrainingRun(AveragingMaster master, Validator validator, long examples) {
      this.master = master;
      this.validator = validator;
      this.examples = examples;
    }

    TrainingResult train(ModelCard card) {
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        listener.epochStarted(epoch, config.epochs(), examples);
        EpochResult result = epoch(epoch);
        history.add(result);
        listener.epochFinished(result);
      }
      double seconds = history.stream().mapToDouble(EpochResult::seconds).sum();
      return new TrainingResult(
          new TrainedModel(card, bestNetwork), bestEpoch, history, examples, seconds);
    }

    private EpochResult epoch(int epoch) {
      long started = System.nanoTime();
      double loss = rounds(epoch);
      double seconds = (System.nanoTime() - started) / 1e9;
      describe("epoch %d of %d: validate".formatted(epoch, config.epochs()));
      ValidationScore score = validator.score(master.network());
      if (score.betterThan(best)) {
        best = score;
        bestEpoch = epoch;
        bestNetwork = master.network().clone();
      }
      double rate = master.network().getLearningRate(0);
      return new EpochResult(
          epoch, examples, seconds, examples / seconds, loss, score.loss(), score.accuracy(), rate);
    }

    /** All rounds of an epoch; returns the mean loss, each round weighted by its examples. */
    private double rounds(int epoch) {
      int frequency = config.averaging().frequency(epoch);
      int rounds =
          RoundPlan.rounds(
              ExampleLayout.share(examples, config.workers(), 0), config.minibatch(), frequency);
      long done = 0;
      double lossSum = 0;
      for (int round = 0; round < rounds; round++) {
        describe(
            "epoch %d of %d: round %d of %d".formatted(epoch, config.epochs(), round + 1, rounds));
        AveragingMaster.RoundResult result =
            master.run(new RoundPlan(config.seed(), epoch, round, config.minibatch(), frequency));
        checkFinite(epoch, round, result.loss());
        done += result.examples();
        lossSum += result.loss() * result.examples();
        listener.advanced(done, result.loss());
      }
      if (done != examples) {
        throw CatwalkException.data(
            "Epoch %d trained on %,d examples where the manifest counts %,d"
                .formatted(epoch, done, examples));
      }
      return lossSum / done;
    }

    private void checkFinite(int epoch, int round, double loss) {
      if (!Double.isFinite(loss)
          || !Double.isFinite(master.network().params().sumNumber().doubleValue())) {
        throw CatwalkException.data(
            "Training diverged in epoch %d, round %d (loss %s); try a smaller train.learning-rate than %s"
                .formatted(epoch, round + 1, loss, config.learningRate()));
      }
    }
  }
}
