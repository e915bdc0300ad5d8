package io.catwalk.pipeline.config;

import io.catwalk.models.blocks.Block;
import io.catwalk.models.engine.Precision;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.config.ClusterConfig.AcceleratorConfig;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Turns settings into records, section by section, with the range of each key. */
final class SectionReader {

  /** Of what becomes a folder in storage. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** The name of a network whose experiment gives it none. */
  private static final String OWN = "custom";

  private static final Pattern MASTER =
      Pattern.compile(
          "|local"
              + "|local\\[(\\*|[1-9]\\d*)(,\\s*[1-9]\\d*)?]"
              + "|local-cluster\\[\\s*[1-9]\\d*\\s*,\\s*[1-9]\\d*\\s*,\\s*[1-9]\\d*\\s*]"
              + "|spark://[^\\s/,:]+:\\d{1,5}(,[^\\s/,:]+:\\d{1,5})*"
              + "|yarn"
              + "|k8s://\\S+");
  private static final Pattern OFF_HEAP = Pattern.compile("|[1-9]\\d{0,6}[mMgG]");
  private static final String PLAIN_URL =
      "expected an http:// or https:// URL without user and password, or \"\" for none";

  private static final int LARGEST_FREQUENCY = 1_000_000;
  private static final int LARGEST_MINIBATCH = 65_536;
  private static final int MOST_CLASSES = 100_000;
  private static final int MOST_FOLDS = 100;
  private static final double LARGEST_STEP = 100;

  private final Settings settings;
  private final Set<String> models;

  SectionReader(Settings settings, Set<String> models) {
    this.settings = settings;
    this.models = new TreeSet<>(models);
  }

  ExperimentConfig read() {
    String root =
        settings.text(
            "storage.root",
            SectionReader::isLocation,
            "expected a folder or a URI such as hdfs://HOST:PORT/FOLDER");
    int patience = settings.integer("storage.patience", 0, 86_400);
    DatasetConfig data = new DataReader(settings).read();
    ModelConfig model = model();
    TrainingConfig train = train();
    int folds =
        (int)
            settings.whole(
                "train.folds",
                n -> n == 0 || n >= 2 && n <= MOST_FOLDS,
                "expected 0 (none) or a whole number from 2 to " + MOST_FOLDS);
    EvaluationConfig evaluate =
        new EvaluationConfig(
            settings.integer("evaluate.minibatch", 1, LARGEST_MINIBATCH),
            settings.integer("evaluate.calibration-bins", 2, 100),
            settings.flag("evaluate.test-time-flip"),
            compute());
    ClusterConfig cluster = cluster();
    RetrainConfig retrain = new RetrainReader(settings).read(model.name());
    return new ExperimentConfig(
        root,
        patience,
        data,
        model,
        train,
        folds,
        evaluate,
        retrain,
        cluster,
        tracking(),
        tune(),
        settings.render());
  }

  private TrackingConfig tracking() {
    return new TrackingConfig(
        settings.text("tracking.mlflow.uri", SectionReader::isPlainUrl, PLAIN_URL),
        settings.text(
            "tracking.mlflow.experiment", text -> !text.isBlank(), "expected an experiment's name"),
        settings.text(
            "tracking.tensorboard",
            text -> text.isEmpty() || isLocation(text),
            "expected a folder or a URI such as hdfs://HOST:PORT/FOLDER, or \"\" for none"),
        settings.text("tracking.openlineage.url", SectionReader::isPlainUrl, PLAIN_URL),
        settings.text(
            "tracking.openlineage.namespace", text -> !text.isBlank(), "expected a namespace"));
  }

  /** Who is asked for credentials takes them from the environment. */
  private static boolean isPlainUrl(String text) {
    return RetrainReader.isUrl(text) && text.indexOf('@') < 0;
  }

  private TuneConfig tune() {
    return new TuneConfig(
        settings.space("tune.space"),
        settings.integer("tune.trials", 2, 10_000),
        settings.integer("tune.minutes", 1, 100_000),
        settings.integer("tune.reduction", 2, 100),
        settings.integer("tune.least-epochs", 1, 100_000),
        seed("tune.seed"));
  }

  private ModelConfig model() {
    List<Block> layers = settings.layers("model.layers");
    StartConfig start =
        new StartConfig(
            settings.text("model.from", text -> true, "expected a run's id or a URI"),
            settings.text("model.freeze-until", text -> true, "expected a layer's name"));
    boolean own = !layers.isEmpty() || !settings.sound("model.layers");
    return new ModelConfig(
        start.isStored() ? storedName() : own ? ownName() : settings.oneOf("model.name", models),
        (int)
            settings.whole(
                "model.classes",
                n -> n == 0 || (n >= 2 && n <= MOST_CLASSES),
                "expected a whole number from 2 to "
                    + MOST_CLASSES
                    + ", or 0 to take it from the dataset"),
        layers,
        start);
  }

  /** The stored network says itself what it is. */
  private String storedName() {
    return settings.isSet("model.name")
        ? settings.text(
            "model.name",
            text -> NAME.matcher(text).matches(),
            "expected the name of the network that model.from holds")
        : settings.assume("model.name", StartConfig.STORED_NAME);
  }

  /** What a network of the experiment's own is called: nothing that means another network. */
  private String ownName() {
    if (!settings.isSet("model.name")) {
      return settings.assume("model.name", OWN);
    }
    String name =
        settings.text(
            "model.name",
            text -> NAME.matcher(text).matches(),
            "expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit");
    if (models.contains(name)) {
      settings.reject(
          "model.name", "expected another name beside model.layers; that network has layers");
    }
    return name;
  }

  private TrainingConfig train() {
    return new TrainingConfig(
        settings.integer("train.workers", 1, 10_000),
        averaging(),
        settings.integer("train.minibatch", 1, LARGEST_MINIBATCH),
        settings.integer("train.epochs", 1, 100_000),
        seed("train.seed"),
        settings.constant("train.updater", TrainingConfig.Updater.class),
        settings.number(
            "train.learning-rate", x -> x > 0 && x <= LARGEST_STEP, "above 0 and at most 100"),
        settings.number("train.momentum", x -> x >= 0 && x < 1, "from 0 to below 1"),
        master(),
        compute(),
        new CheckpointConfig(
            settings.integer("train.checkpoint.every-rounds", 0, 1_000_000),
            settings.integer("train.checkpoint.every-epochs", 0, 100_000),
            settings.integer("train.checkpoint.keep", 1, 1000)),
        new LearningReader(settings).read());
  }

  private AveragingConfig averaging() {
    return new AveragingConfig(
        settings.integer("train.averaging-frequency", 1, LARGEST_FREQUENCY),
        settings.integer("train.averaging.first-frequency", 0, LARGEST_FREQUENCY),
        settings.flag("train.averaging.parameters"),
        settings.flag("train.averaging.updater"),
        new OuterConfig(
            settings.constant("train.outer", OuterConfig.Method.class),
            settings.number(
                "train.outer-learning-rate", x -> x > 0 && x <= 10, "above 0 and at most 10"),
            settings.number("train.outer-momentum", x -> x >= 0 && x < 1, "from 0 to below 1")),
        settings.oneOf("train.averaging.compression", List.of("none", "fp16", "delta")),
        settings.oneOf("train.averaging.storage", List.of("memory", "memory-and-disk", "disk")));
  }

  private ClusterConfig cluster() {
    return new ClusterConfig(
        settings.text(
            "cluster.master",
            text -> MASTER.matcher(text).matches(),
            "expected local, local[N], local[*], local-cluster[WORKERS,CORES,MEGABYTES],"
                + " spark://HOST:PORT, yarn or k8s://URL;"
                + " Spark Connect (sc://) is not enough, since it runs no RDDs"),
        settings.oneOf("cluster.log-level", List.of("ERROR", "WARN", "INFO", "DEBUG")),
        settings.spark(),
        new AcceleratorConfig(
            gpu(),
            settings.integer("train.gpu-wait", 1, 86_400),
            settings.text(
                "cluster.off-heap",
                text -> OFF_HEAP.matcher(text).matches(),
                "expected a size such as 4g or 1500m, or nothing for as much as the heap"),
            settings.text(
                "cluster.cuda-libraries",
                text -> text.isEmpty() || text.startsWith("/"),
                "expected a folder's path from / on, or nothing")));
  }

  private ComputeConfig compute() {
    String layers = settings.oneOf("train.layers", List.of("auto", "engine", "stock"));
    return new ComputeConfig(
        switch (layers) {
          case "engine" -> ComputeConfig.Layers.ENGINE;
          case "stock" -> ComputeConfig.Layers.STOCK;
          default ->
              master() == TrainingConfig.Master.STOCK
                  ? ComputeConfig.Layers.STOCK
                  : ComputeConfig.Layers.ENGINE;
        },
        gpu(),
        settings.constant("train.precision", Precision.class));
  }

  private TrainingConfig.Master master() {
    return settings.constant("train.master", TrainingConfig.Master.class);
  }

  private boolean gpu() {
    return settings.oneOf("train.accelerator", List.of("cpu", "gpu")).equals("gpu");
  }

  private long seed(String key) {
    return settings.whole(key, n -> true, "expected a whole number of 64 bits");
  }

  private static boolean isLocation(String text) {
    if (!text.contains("://")) {
      return !text.isBlank() && !text.startsWith(":");
    }
    try {
      return new URI(text).getScheme() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
