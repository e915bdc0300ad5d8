package io.catwalk.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.ActivationBlock;
import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.blocks.ResidualBlock;
import io.catwalk.models.engine.Precision;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.config.ClusterConfig.AcceleratorConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  private final ConfigLoader loader = new ConfigLoader(new FakeModels());

  @TempDir private Path folder;

  @Test
  void defaults() {
    ExperimentConfig config = load(null, Map.of());

    assertThat(config.storageRoot()).isEqualTo("catwalk-storage");
    assertThat(config.storagePatience()).isEqualTo(120);
    assertThat(config.data())
        .isEqualTo(
            new DatasetConfig(
                "images",
                "",
                SourceFormat.AUTO,
                SplitRule.HASH,
                "",
                10,
                10,
                0,
                42,
                new ImageShape(32, 32, 1),
                ResizeMode.FIT,
                List.of(),
                1,
                5,
                1,
                100,
                DatasetConfig.Corrections.NONE,
                ""));
    assertThat(config.model()).isEqualTo(new ModelConfig("lenet5", 0));
    assertThat(config.train())
        .isEqualTo(
            new TrainingConfig(
                2,
                AveragingConfig.every(10),
                64,
                5,
                42,
                TrainingConfig.Updater.ADAM,
                0.001,
                0.9,
                TrainingConfig.Master.RESIDENT,
                ComputeConfig.ENGINE,
                CheckpointConfig.USUAL,
                LearningConfig.PLAIN));
    assertThat(config.evaluate()).isEqualTo(new EvaluationConfig(256, 15));
    assertThat(config.retrain())
        .isEqualTo(
            new RetrainConfig(
                "lenet5",
                List.of(),
                RetrainConfig.Start.CHAMPION,
                120,
                "",
                new RetrainConfig.Checks(10, 20, 100, 5),
                new RetrainConfig.Blessing(0, 0, 100, RetrainConfig.Test.NONE, 0.05, 0, 0),
                new RetrainConfig.Hooks(
                    List.of(), "", 30, List.of("promoted", "kept", "stopped", "failed"))));
    assertThat(config.retrain().blessing().configured()).isFalse();
    assertThat(config.cluster())
        .isEqualTo(
            new ClusterConfig("", "WARN", Map.of(), new AcceleratorConfig(false, 30, "", "")));
  }

  @Test
  void everyKeyIsMapped() throws IOException {
    ExperimentConfig config = load(write(EVERY_KEY), Map.of());

    assertThat(config.storageRoot()).isEqualTo("hdfs://nn:9000/catwalk");
    assertThat(config.storagePatience()).isEqualTo(7);
    assertThat(config.folds()).isEqualTo(4);
    assertThat(config.data())
        .isEqualTo(
            new DatasetConfig(
                "pets",
                "photos/*.zip",
                SourceFormat.KAGGLE,
                SplitRule.FILE,
                "splits/Mine.tsv",
                12.5,
                20,
                2000,
                -7,
                new ImageShape(64, 48, 3),
                ResizeMode.CROP,
                List.of("cat", "dog"),
                2.5,
                50,
                3,
                40,
                new DatasetConfig.Corrections("bad.csv", "right.tsv"),
                "GBK"));
    assertThat(config.model())
        .isEqualTo(
            new ModelConfig(
                "mine",
                2,
                List.of(
                    new ConvBlock(8, 3, 2, 1, false, ActivationFunction.LEAKY_RELU),
                    new PoolBlock(PoolBlock.Kind.AVERAGE, 3, 2, 1),
                    ConvBlock.of(4, 3),
                    PoolBlock.max(2),
                    NormBlock.relu(),
                    new NormBlock(ActivationFunction.IDENTITY),
                    new ActivationBlock(ActivationFunction.TANH),
                    new DropoutBlock(0.25),
                    new ResidualBlock(
                        List.of(
                            ConvBlock.of(6, 1).withStride(2),
                            new NormBlock(ActivationFunction.SWISH)),
                        ResidualBlock.Shortcut.AVERAGE_CONV,
                        ActivationFunction.GELU),
                    ResidualBlock.relu(ResidualBlock.Shortcut.IDENTITY, ConvBlock.of(6, 1)),
                    new MeanBlock(),
                    DenseBlock.relu(16)),
                new StartConfig("runs/one", "conv2")));
    assertThat(config.train())
        .isEqualTo(
            new TrainingConfig(
                4,
                new AveragingConfig(
                    5,
                    2,
                    false,
                    false,
                    new OuterConfig(OuterConfig.Method.NESTEROV, 0.5, 0.6),
                    "delta",
                    "disk"),
                32,
                30,
                9,
                TrainingConfig.Updater.NESTEROVS,
                0.05,
                0.8,
                TrainingConfig.Master.RESIDENT,
                new ComputeConfig(ComputeConfig.Layers.ENGINE, true, Precision.FP32),
                new CheckpointConfig(20, 2, 5),
                new LearningConfig(
                    new ScheduleConfig(
                        ScheduleConfig.Kind.COSINE,
                        ScheduleConfig.Step.EPOCH,
                        3,
                        4,
                        0.5,
                        2,
                        0.25,
                        0.4,
                        7,
                        2,
                        1.5),
                    new RegularisationConfig(0.01, 0.1, 5, 2),
                    LearningConfig.Normalisation.UNIT,
                    new AugmentConfig(
                        0.5,
                        2,
                        true,
                        10,
                        3,
                        AugmentConfig.Padding.EDGE,
                        0.1,
                        0.2,
                        0.3,
                        0.4,
                        0.5,
                        0.6,
                        true),
                    LearningConfig.Balance.SAMPLING,
                    new EarlyStopping(EarlyStopping.Metric.F1, 6, 0.001),
                    0.99,
                    new LearningConfig.Teacher("runs/large", 0.5, 4))));
    assertThat(config.evaluate())
        .isEqualTo(new EvaluationConfig(100, 20, true, config.train().compute()));
    assertThat(config.retrain())
        .isEqualTo(
            new RetrainConfig(
                "night",
                List.of(RetrainConfig.Export.ONNX),
                RetrainConfig.Start.SCRATCH,
                30,
                "pets@3f2a",
                new RetrainConfig.Checks(1, 2, 3, 4),
                new RetrainConfig.Blessing(0.5, 0.25, 6, RetrainConfig.Test.MCNEMAR, 0.01, 7, 8),
                new RetrainConfig.Hooks(
                    List.of("mail", "me"), "https://host/hook", 9, List.of("kept"))));
    assertThat(config.tracking())
        .isEqualTo(
            new TrackingConfig("http://mlflow:5000", "pets", "/boards", "http://marquez", "zoo"));
    assertThat(config.tune())
        .isEqualTo(
            new TuneConfig(
                List.of(
                    new SearchRange.Choice("train.minibatch", List.of("8", "16")),
                    new SearchRange.Interval(
                        "train.momentum", 0.5, 0.9, SearchRange.Spread.LOG, false)),
                7,
                8,
                4,
                3,
                11));
    assertThat(config.retrain().blessing().configured()).isTrue();
    assertThat(config.cluster())
        .isEqualTo(
            new ClusterConfig(
                "spark://one:7077,two:7077",
                "INFO",
                Map.of(
                    "spark.executor.memory", "4g",
                    "spark.speculation", "true",
                    "spark.speculation.quantile", "0.9"),
                new AcceleratorConfig(true, 20, "3g", "/opt/cuda")));
  }

  @Test
  void theMappingTestLeavesNoKeyOut() {
    Config reference = ConfigFactory.parseResources("reference.conf");
    Config every = ConfigFactory.parseString(EVERY_KEY);

    reference
        .entrySet()
        .forEach(
            entry ->
                assertThat(every.getValue(entry.getKey()).unwrapped())
                    .as(
                        "%s, which differs from its default, or this proves nothing",
                        entry.getKey())
                    .satisfies(
                        value -> {
                          if (!entry.getKey().equals("train.master")) {
                            assertThat(value).isNotEqualTo(entry.getValue().unwrapped());
                          }
                        }));
  }

  @Test
  void theEffectiveConfigurationReadsBackAsItself() throws IOException {
    String noSecret = EVERY_KEY.replace("https://host/hook", "");
    ExperimentConfig config = load(write(noSecret), Map.of());
    ExperimentConfig again = load(write(config.effective()), Map.of());

    assertThat(again).isEqualTo(config);
    assertThat(config.effective()).doesNotContain("#").doesNotContain("java.version");
    assertThat(ConfigFactory.parseString(ConfigLoader.json(config)))
        .isEqualTo(ConfigFactory.parseString(config.effective()));
  }

  @Test
  void theEffectiveConfigurationHoldsNoSecret() throws IOException {
    ExperimentConfig config =
        load(
            write(
                """
                retrain.hooks.webhook = "https://host/hunter2"
                data.source = "s3a://key:hunter2@bucket/images"
                cluster.spark { "hadoop.fs.s3a.secret.key" = hunter2, "executor.memory" = 4g }
                """),
            Map.of("cluster.spark.ssl.keyPassword", "hunter2"));

    assertThat(config.retrain().hooks().webhook()).isEqualTo("https://host/hunter2");
    assertThat(config.cluster().spark())
        .containsEntry("spark.hadoop.fs.s3a.secret.key", "hunter2")
        .containsEntry("spark.ssl.keyPassword", "hunter2");
    assertThat(config.effective()).doesNotContain("hunter2").contains("(hidden)");

    ExperimentConfig again = load(write(config.effective()), Map.of());
    assertThat(again.retrain().hooks().webhook()).as("must be said anew").isEmpty();
    assertThat(again.cluster().spark()).containsOnlyKeys("spark.executor.memory");
    assertThat(again.data().source()).isEmpty();
  }

  @Test
  void theEffectiveConfigurationDoesNotDependOnWhereAValueWasSaid() throws IOException {
    Path file = write("train { minibatch = 16, epochs = 3 }");

    assertThat(load(file, Map.of()).effective())
        .isEqualTo(
            load(null, Map.of(), "--set train.epochs=3.0", "--set train.minibatch=16").effective());
  }

  @Test
  void aNetworkOfOnesOwnHasANameOfItsOwn() {
    ModelConfig model =
        load(null, Map.of(), "--set model.layers=[{ dense { units = 16 } }]").model();

    assertThat(model.name()).isEqualTo("custom");
    assertThat(model.definition(new ImageShape(8, 8, 1)).name()).isEqualTo("custom");
    assertThat(new ModelConfig("lenet5", 0).definition(new ImageShape(8, 8, 1)).designShape())
        .isEqualTo(new ImageShape(32, 32, 1));
  }

  @Test
  void aStoredNetworkSaysItselfWhatItIs() throws IOException {
    ModelConfig model =
        load(null, Map.of(), "--set model.from=one", "--set data.shape.height=9").model();

    assertThat(model.name()).isEqualTo("transfer");
    assertThat(
            load(write(load(null, Map.of(), "--set model.from=one").effective()), Map.of()).model())
        .isEqualTo(new ModelConfig("transfer", 0, List.of(), new StartConfig("one", "")));
  }

  @Test
  void theCommandLineWinsOverSystemPropertiesOverTheFile() throws IOException {
    Path file = write("train { workers = 3, epochs = 3, minibatch = 3 }");
    Map<String, String> properties =
        Map.of("train.epochs", "5", "train.minibatch", "5", "train.nothing", "x", "user.name", "y");

    TrainingConfig train = load(file, properties, "--set train.minibatch=7").train();

    assertThat(List.of(train.workers(), train.epochs(), train.minibatch()))
        .containsExactly(3, 5, 7);
  }

  @Test
  void theLastOverrideOfAKeyWins() {
    assertThat(
            load(null, Map.of(), "--set train.epochs=3", "--set train.epochs=4").train().epochs())
        .isEqualTo(4);
  }

  @Test
  void theMasterIsMapped() {
    assertThat(load(null, Map.of(), "--set train.master=stock").train().master())
        .isEqualTo(TrainingConfig.Master.STOCK);
  }

  @Test
  void anOptionMayStandForAKey() {
    ConfigSources sources =
        new ConfigSources(
            Map.of(),
            List.of(ConfigOverride.option("--master", "cluster.master", "local[3]")),
            false);

    assertThat(loader.load(sources).cluster().master()).isEqualTo("local[3]");
  }

  @Test
  void anOverrideNeedsNoQuotes() {
    ExperimentConfig config =
        load(
            null,
            Map.of(),
            "--set data.source=hdfs://nn:9000/photos/{a,b}/*.zip",
            "--set data.classes=cat, dog",
            "--set cluster.spark.executor.memory=3g");

    assertThat(config.data().source()).isEqualTo("hdfs://nn:9000/photos/{a,b}/*.zip");
    assertThat(config.data().classes()).containsExactly("cat", "dog");
    assertThat(config.cluster().spark()).containsExactly(Map.entry("spark.executor.memory", "3g"));
  }

  @Test
  void anOverriddenListMayBeWrittenAsHocon() {
    assertThat(load(null, Map.of(), "--set data.classes=[\"a,b\", c]").data().classes())
        .containsExactly("a,b", "c");
  }

  @Test
  void anOverriddenSparkSettingWinsOverTheFile() throws IOException {
    Path file = write("cluster.spark { executor.memory = 1g, \"spark.executor.cores\" = 2 }");

    assertThat(load(file, Map.of(), "--set cluster.spark.executor.memory=3g").cluster().spark())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("spark.executor.memory", "3g", "spark.executor.cores", "2"));
  }

  @Test
  void whatAFileDerivesFromAValueFollowsIt() throws IOException {
    Path file = write("storage.root = \"/store/\"${data.name}\ndata.name = cats");

    assertThat(load(file, Map.of(), "--set data.name=dogs").storageRoot()).isEqualTo("/store/dogs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "local",
        "local[2]",
        "local[*]",
        "local[2,3]",
        "local-cluster[2,1,1024]",
        "spark://host:7077",
        "spark://a:7077,b:7077",
        "yarn",
        "k8s://https://host:443"
      })
  void everyFormOfMaster(String master) {
    assertThat(load(null, Map.of(), "--set cluster.master=" + master).cluster().master())
        .isEqualTo(master);
  }

  @Test
  void everyPackedExperimentLoadsByNameAndByPath() throws IOException {
    for (String name : Experiments.packed()) {
      ExperimentConfig packed = load(name, Map.of(), true);
      ExperimentConfig file = load("../conf/" + name + ".conf", Map.of(), true);

      assertThat(packed).isEqualTo(file);
      assertThat(packed.data().source()).startsWith("catwalk-data/");
    }
    try (var files = Files.list(Path.of("../conf"))) {
      assertThat(files.map(f -> f.getFileName().toString()).sorted().toList())
          .isEqualTo(Experiments.packed().stream().map(name -> name + ".conf").toList());
    }
  }

  private ExperimentConfig load(Path file, Map<String, String> properties, String... overrides) {
    return load(file == null ? null : file.toString(), properties, false, overrides);
  }

  private ExperimentConfig load(
      String experiment, Map<String, String> properties, boolean images, String... overrides) {
    ConfigSources sources =
        new ConfigSources(
            properties,
            Arrays.stream(overrides)
                .map(text -> ConfigOverride.assignment("--set", text.substring("--set ".length())))
                .toList(),
            images);
    return loader.load(experiment == null ? sources : sources.of(experiment));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "experiment", ".conf"), text);
  }

  private static final String EVERY_KEY =
      """
      storage.root = "hdfs://nn:9000/catwalk"
      storage.patience = 7
      data {
        name = pets
        source = "photos/*.zip"
        format = Kaggle
        split = splits/Mine.tsv
        validation-percent = 12.5
        test-percent = 20
        limit = 2000
        seed = -7
        shape { height = 64, width = 48, channels = 3 }
        resize = crop
        classes = [cat, dog]
        quarantine { max-percent = 2.5, max-class-percent = 50 }
        conflicts.max-percent = 3
        max-megapixels = 40
        exclude = bad.csv
        relabel = right.tsv
        zip-encoding = GBK
      }
      model {
        name = mine
        classes = 2
        layers = [
          { conv { filters = 8, kernel = 3, stride = 2, padding = 1, bias = false, activation = Leaky-ReLU } }
          { pool { kernel = 3, stride = 2, type = average, padding = 1 } }
          { conv { filters = 4, kernel = 3 } }
          { pool { kernel = 2 } }
          { norm {} }, { norm { activation = identity } }, { activation { function = tanh } }
          { dropout { rate = 0.25 } }
          {
            residual {
              layers = [{ conv { filters = 6, kernel = 1, stride = 2 } }, { norm { activation = swish } }]
              shortcut = average-conv
              activation = gelu
            }
          }
          { residual { layers = [{ conv { filters = 6, kernel = 1 } }] } }
          { global-pool {} }, { dense { units = 16 } }
        ]
        from = runs/one
        freeze-until = conv2
      }
      train {
        workers = 4
        averaging-frequency = 5
        minibatch = 32
        epochs = 30
        folds = 4
        seed = 9
        updater = nesterovs
        learning-rate = 0.05
        momentum = 0.8
        master = resident
        layers = engine
        precision = fp32
        schedule {
          kind = cosine, by = epoch, warm-up = 3, every = 4, factor = 0.5, power = 2, floor = 0.25, rise = 0.4
          patience = 7, restarts = 2, growth = 1.5
        }
        normalise = unit
        balance = sampling
        augment {
          crop = 0.5, aspect = 2, flip = true, rotation = 10, shift = 3, padding = edge, brightness = 0.1
          contrast = 0.2, erasing = 0.3, erasing-area = 0.4, mixup = 0.5, cutmix = 0.6, trivial = true
        }
        early-stopping { metric = f1, patience = 6, minimum-improvement = 0.001 }
        weight-decay = 0.01
        label-smoothing = 0.1
        clip-norm = 5
        clip-value = 2
        ema.decay = 0.99
        teacher { from = runs/large, weight = 0.5, temperature = 4 }
        averaging {
          first-frequency = 2, parameters = false, updater = no, compression = delta, storage = disk
        }
        outer = nesterov
        outer-learning-rate = 0.5
        outer-momentum = 0.6
        checkpoint { every-rounds = 20, every-epochs = 2, keep = 5 }
        accelerator = gpu
        gpu-wait = 20
      }
      evaluate { minibatch = 100, calibration-bins = 20, test-time-flip = true }
      registry { name = night, export = [onnx] }
      retrain {
        start = scratch, lease-seconds = 30, holdout = "pets@3f2a"
        checks {
          max-class-share-change = 1, max-brightness-change = 2, max-size-change = 3, max-quarantine-percent = 4
        }
        blessing {
          min-accuracy = 0.5, min-macro-f1 = 0.25, max-recall-drop = 6, test = mcnemar, level = 0.01
          max-model-megabytes = 7, max-latency-ms = 8
        }
        hooks { command = [mail, me], webhook = "https://host/hook", seconds = 9, outcomes = [kept] }
      }
      tracking {
        mlflow { uri = "http://mlflow:5000", experiment = pets }
        tensorboard = /boards
        openlineage { url = "http://marquez", namespace = zoo }
      }
      tune {
        space = [
          { key = train.minibatch, values = [8, 16] }, { key = train.momentum, from = 0.5, to = 0.9, scale = log }
        ]
        trials = 7, minutes = 8, reduction = 4, least-epochs = 3, seed = 11
      }
      cluster {
        master = "spark://one:7077,two:7077"
        log-level = info
        off-heap = 3g
        cuda-libraries = /opt/cuda
        spark { executor.memory = 4g, "spark.speculation" = true, "speculation.quantile" = 0.9 }
      }
      """;
}
