package io.catwalk.pipeline.run;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.StartConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.Teacher;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.PublishedModels;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.train.StartingPoint;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a training begins with.
 *
 * @param point the network
 * @param parent the stored model that its weights are from; empty where they are new
 * @param teacher the network whose answers it learns; empty for none
 */
public record TrainingStart(
    StartingPoint point, Optional<RunManifest.Parent> parent, Optional<StoredTeacher> teacher) {

  /** A stored network that teaches. */
  public record StoredTeacher(TrainedModel model, RunManifest.Parent origin) {}

  /**
   * A network that was trained before.
   *
   * @param uri full URI of its file, or its name where it comes with Catwalk
   * @param sha256 of that file, lower-case hex
   */
  private record Weights(TrainedModel model, String uri, String sha256) {

    /**
     * @param key that names it, for messages
     */
    static Weights of(HadoopStorage storage, String root, String key, String from) {
      if (from.startsWith(PublishedModels.PREFIX)) {
        byte[] file = PublishedModels.read(from);
        return new Weights(ModelArchive.read(file, from), from, DigestUtils.sha256Hex(file));
      }
      StoredModel stored = StoredModel.from(storage, root, key, from);
      return new Weights(stored.model(), stored.uri(), stored.sha256());
    }
  }

  /** As {@link #of(HadoopStorage, ExperimentConfig, Optional)}, in a job's storage. */
  static TrainingStart of(Workbench bench, ExperimentConfig config, Optional<String> model) {
    return of(bench.storage(), config, model);
  }

  /**
   * Stored networks are read before Spark starts, so that a mistake shows at once.
   *
   * @param model URI of the {@code model.zip} to start from; without it {@code model.from} decides
   * @throws CatwalkException (usage) when the stored network is not what the configuration says
   */
  public static TrainingStart of(
      HadoopStorage storage, ExperimentConfig config, Optional<String> model) {
    Optional<StoredTeacher> teacher = teacher(storage, config);
    StartConfig asked = model.map(uri -> new StartConfig(uri, "")).orElse(config.model().start());
    if (!asked.isStored()) {
      return new TrainingStart(
          StartingPoint.of(config.model().definition(config.data().shape())),
          Optional.empty(),
          teacher);
    }
    Weights stored = Weights.of(storage, config.storageRoot(), "model.from", asked.from());
    StartingPoint start = StartingPoint.from(stored.model(), asked.freezeUntil());
    String named = config.model().name();
    if (!named.equals(StartConfig.STORED_NAME) && !named.equals(start.name())) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "model.name = %s, but model.from = %s holds a %s; expected that name or none, or model.from = \"\" for a new network",
              named,
              asked.from(),
              start.name()));
    }
    if (start.freezes() && config.train().master() == TrainingConfig.Master.STOCK) {
      throw CatwalkException.usage(
          "train.master = stock trains whole networks; expected resident with model.freeze-until");
    }
    start.checkShape(config.data().shape());
    if (!config.data().classes().isEmpty()) {
      start.checkClasses(config.data().classes(), config.model().classes());
    }
    String until = asked.freezeUntil().isEmpty() ? null : asked.freezeUntil();
    return new TrainingStart(
        start, Optional.of(new RunManifest.Parent(stored.uri(), stored.sha256(), until)), teacher);
  }

  private static Optional<StoredTeacher> teacher(HadoopStorage storage, ExperimentConfig config) {
    LearningConfig.Teacher asked = config.train().learning().teacher();
    if (!asked.teaches()) {
      return Optional.empty();
    }
    Weights stored = Weights.of(storage, config.storageRoot(), "train.teacher.from", asked.from());
    ImageShape taken = stored.model().card().shape();
    if (!taken.equals(config.data().shape())) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "train.teacher.from = %s takes images of %s, data.shape is %s; expected a teacher that sees the same images",
              asked.from(),
              taken,
              config.data().shape()));
    }
    return Optional.of(
        new StoredTeacher(
            stored.model(), new RunManifest.Parent(stored.uri(), stored.sha256(), null)));
  }

  /**
   * Trains on a dataset, with what the teacher says of its training images where there is one.
   *
   * @param training given the dataset to train on
   */
  public <T> T taught(
      SparkSession spark,
      ExperimentConfig config,
      StoredDataset dataset,
      Function<StoredDataset, T> training) {
    if (teacher.isEmpty()) {
      return training.apply(dataset);
    }
    try (Teacher teaching =
        new Teacher(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            teacher.get().model(),
            config.evaluate(),
            config.train().learning().teacher())) {
      return training.apply(teaching.teach(dataset));
    }
  }

  /**
   * @throws CatwalkException (usage) when the network does not fit the dataset; (data) when the
   *     dataset has nothing to judge it by
   */
  void check(DatasetManifest manifest, ExperimentConfig config) {
    checkNetwork(manifest, config);
    if (manifest.count(Split.TEST) == 0) {
      throw CatwalkException.data(
          "Dataset "
              + manifest.name()
              + " has no test examples to judge the model by; set data.split = hash with"
              + " data.test-percent above 0");
    }
  }

  /**
   * @throws CatwalkException (usage) when the network does not fit the dataset
   */
  public void checkNetwork(DatasetManifest manifest, ExperimentConfig config) {
    point.checkShape(manifest.shape());
    int expected = config.model().classes();
    if (expected != 0 && expected != manifest.classes().size()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "model.classes = %d, but dataset %s has %d classes (%s); expected that number, or 0 to take it from the data",
              expected,
              manifest.name(),
              manifest.classes().size(),
              String.join(", ", manifest.classes())));
    }
    point.checkClasses(manifest.classes(), expected);
    if (teacher.isPresent() && !teacher.get().model().card().classes().equals(manifest.classes())) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "train.teacher.from = %s tells %s apart, dataset %s has %s; expected a teacher of the same classes",
              config.train().learning().teacher().from(),
              String.join(", ", teacher.get().model().card().classes()),
              manifest.name(),
              String.join(", ", manifest.classes())));
    }
  }
}
