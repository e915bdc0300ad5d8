package io.catwalk.pipeline.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.transfer.Transfer;
import io.catwalk.models.zoo.DescribedNetwork;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.Beginning;
import io.catwalk.pipeline.train.Checkpoints;
import io.catwalk.pipeline.train.MemoryDataset;
import io.catwalk.pipeline.train.ResidentSplits;
import io.catwalk.pipeline.train.StartingPoint;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingData;
import io.catwalk.pipeline.train.TrainingListener;
import io.catwalk.pipeline.train.TrainingResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class TransferTrainingTest {

  private static final ImageShape SHAPE = new ImageShape(16, 16, 1);
  private static final MemoryDataset DATASET = new MemoryDataset(45, 16, SHAPE);

  /** Its first feature maps take far more memory than the image. */
  private static final ModelDefinition WIDE =
      DescribedNetwork.own(
          "wide",
          SHAPE,
          List.of(ConvBlock.of(24, 3), NormBlock.relu(), ConvBlock.of(4, 7), DenseBlock.relu(8)));

  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path folder;

  @Test
  void frozenLayersStayAndTheRestLearnsFromKeptFeatures() {
    TrainedModel parent = trained(ModelCatalog.get("lenet5"));
    StartingPoint start = StartingPoint.from(parent, "pool1");

    TrainingResult result = train(start, 0);

    MultiLayerNetwork network = result.model().network();
    assertThat(network.getLayer(0).params()).isEqualTo(parent.network().getLayer(0).params());
    assertThat(network.getLayer(2).params()).isNotEqualTo(parent.network().getLayer(2).params());
    assertThat(result.history().get(result.bestEpoch() - 1).validationAccuracy()).isEqualTo(1);
    assertThat(result.model().card().model()).isEqualTo("lenet5");
    assertThat(network.output(Nd4j.rand(3, 1, 16, 16)).shape()).containsExactly(3, 2);
    assertThat(Extraction.of(new Transfer(network, SHAPE, 2)).keeps(SHAPE))
        .as("6@6×6 floats in place of 16×16 bytes")
        .isTrue();
  }

  @Test
  void featuresThatAreTooLargeAreComputedInEveryStep() {
    TrainedModel parent = trained(WIDE);
    StartingPoint start = StartingPoint.from(parent, "norm1");

    MultiLayerNetwork network = train(start, 0).model().network();

    assertThat(Extraction.of(new Transfer(network, SHAPE, 2)).keeps(SHAPE)).isFalse();
    for (int layer = 0; layer < 2; layer++) {
      assertThat(network.getLayer(layer).params())
          .as("layer %d, running means and variances included", layer)
          .isEqualTo(parent.network().getLayer(layer).params());
    }
    assertThat(network.getLayer(3).params()).isNotEqualTo(parent.network().getLayer(3).params());
  }

  /** What is kept is what would be computed: with one worker and one minibatch, the plain loop. */
  @Test
  void itIsThePlainLoopOverTheFrozenLayersOutput() {
    TrainedModel parent = trained(ModelCatalog.get("lenet5"));
    TrainingConfig config = config(1, 45, 1);
    StartingPoint start = StartingPoint.from(parent, "pool2");
    Beginning beginning = start.begin(SHAPE, DATASET.manifest().classes(), config, 45);
    List<Example> examples = DATASET.examples(spark, Split.TRAIN).collect();
    int[] order = EpochOrder.of(config.seed(), 1, 0, examples.size());
    DataSet minibatch =
        parent.vectoriser().vectorise(Arrays.stream(order).mapToObj(examples::get).toList());
    INDArray features = beginning.transfer().front().output(minibatch.getFeatures());
    beginning.trained().fit(features, minibatch.getLabels());

    TrainingResult result =
        new Trainer(spark, config, TrainingListener.SILENT)
            .train(DATASET, start, Checkpoints.none(), StopSignal.NEVER);

    assertThat(result.model().network().params())
        .isEqualTo(beginning.whole(beginning.trained()).params());
  }

  /** Features of an image that is another one in every epoch cannot be kept. */
  @Test
  void imagesStayWhereTheyAreChanged() {
    AugmentConfig mixed =
        new AugmentConfig(
            1, 1.3333, false, 0, 0, AugmentConfig.Padding.BLACK, 0, 0, 0, 0.25, 0.2, 0, false);
    TrainedModel parent = trained(ModelCatalog.get("lenet5"));
    StartingPoint start = StartingPoint.from(parent, "pool2");
    for (boolean changed : new boolean[] {false, true}) {
      LearningConfig learning =
          learning(RegularisationConfig.NONE, changed ? mixed : AugmentConfig.OFF);
      TrainingConfig config = config(2, 4, 1, learning);
      Extraction extraction =
          start.begin(SHAPE, DATASET.manifest().classes(), config, 45).extraction();
      try (ResidentSplits splits = new ResidentSplits(spark);
          TrainingData data = TrainingData.lay(splits, DATASET, config, extraction)) {
        assertThat(data.extraction().front() != null).as("front in every step").isEqualTo(changed);
        assertThat(data.training().first())
            .isInstanceOf(changed ? ResidentPixels.class : ResidentFeatures.class);
      }
    }
  }

  @Test
  void whatIsTrainedLearnsAsConfigured() {
    StartingPoint start = StartingPoint.from(trained(ModelCatalog.get("lenet5")), "pool2");
    LearningConfig decaying = learning(new RegularisationConfig(0.5, 0, 0, 0), AugmentConfig.OFF);

    double free = weights(start, LearningConfig.PLAIN);
    double decayed = weights(start, decaying);

    assertThat(decayed).isLessThan(0.99 * free);
  }

  private double weights(StartingPoint start, LearningConfig learning) {
    try (Checkpoints none = Checkpoints.none()) {
      return new Trainer(spark, config(2, 4, 3, learning), TrainingListener.SILENT)
          .train(DATASET, start, none, StopSignal.NEVER)
          .model()
          .network()
          .getLayer(4)
          .getParam("W")
          .norm2Number()
          .doubleValue();
    }
  }

  private static LearningConfig learning(
      RegularisationConfig regularisation, AugmentConfig augment) {
    return new LearningConfig(
        ScheduleConfig.CONSTANT,
        regularisation,
        LearningConfig.Normalisation.STANDARD,
        augment,
        LearningConfig.Balance.NONE,
        EarlyStopping.NEVER);
  }

  @Test
  void goesOnAfterACrashBitForBit() {
    TrainedModel parent = trained(ModelCatalog.get("lenet5"));
    StartingPoint start = StartingPoint.from(parent, "conv2");
    INDArray whole = train(start, 0).model().network().params();
    ArtifactStore store = HadoopStorage.with(Map.of()).store(folder.toString());

    assertThatThrownBy(() -> train(start, store, 4)).hasMessage("crash");
    INDArray resumed = train(start, store, 0).model().network().params();

    assertThat(store.list("run")).as("checkpoints").isNotEmpty();
    assertThat(resumed).isEqualTo(whole);
  }

  @Test
  void aLayerThatIsNotThereAndOneThatLeavesNothingToTrain() {
    TrainedModel parent = trained(ModelCatalog.get("lenet5"));

    assertUsage(
        () -> StartingPoint.from(parent, "conv9"),
        "model.freeze-until = conv9: lenet5 has no such layer; expected one of conv1, pool1, conv2, pool2, dense1, dense2");
    assertUsage(
        () -> StartingPoint.from(parent, "output"),
        "model.freeze-until = output: nothing would be left to train; expected one of conv1, pool1, conv2, pool2, dense1, dense2");
  }

  @Test
  void imagesAndClassesThatAreNotTheStoredNetworks() {
    StartingPoint start = StartingPoint.from(trained(ModelCatalog.get("lenet5")), "");

    start.checkShape(SHAPE);
    assertUsage(
        () -> start.checkShape(new ImageShape(16, 17, 1)),
        "data.shape is 1@16×17, but the stored lenet5 of model.from takes images of 1@16×16; expected the same");
    start.checkClasses(List.of("dark", "bright"), 0);
    start.checkClasses(List.of("cat", "dog"), 2);
    assertUsage(
        () -> start.checkClasses(List.of("bright", "dark"), 0),
        "The stored lenet5 of model.from tells apart dark, bright, the dataset has bright, dark; expected the same, or model.classes = 2 for a new output layer");
  }

  private static void assertUsage(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(message);
  }

  private TrainedModel trained(ModelDefinition definition) {
    return new Trainer(spark, config(2, 4, 1), TrainingListener.SILENT)
        .train(DATASET, definition)
        .model();
  }

  private TrainingResult train(StartingPoint start, int crashAfter) {
    try (Checkpoints none = Checkpoints.none()) {
      return trainer(crashAfter).train(DATASET, start, none, StopSignal.NEVER);
    }
  }

  private TrainingResult train(StartingPoint start, ArtifactStore store, int crashAfter) {
    try (Checkpoints checkpoints =
        new Checkpoints(
            store,
            "run",
            new CheckpointConfig(1, 1, 2),
            TrainingFingerprint.of(Map.of("model", "x")),
            TrainingListener.SILENT,
            HeldLock.UNDISPUTED)) {
      checkpoints.find();
      return trainer(crashAfter).train(DATASET, start, checkpoints, StopSignal.NEVER);
    }
  }

  /**
   * @param crashAfter rounds; 0: never
   */
  private Trainer trainer(int crashAfter) {
    return new Trainer(
        spark,
        config(2, 4, 3),
        new TrainingListener() {
          private int rounds;

          @Override
          public void advanced(long done, double loss) {
            if (++rounds == crashAfter) {
              throw new IllegalStateException("crash");
            }
          }
        });
  }

  private static TrainingConfig config(int workers, int minibatch, int epochs) {
    return config(workers, minibatch, epochs, LearningConfig.PLAIN);
  }

  private static TrainingConfig config(
      int workers, int minibatch, int epochs, LearningConfig learning) {
    return new TrainingConfig(
        workers,
        AveragingConfig.every(2),
        minibatch,
        epochs,
        7,
        TrainingConfig.Updater.ADAM,
        0.005,
        0.9,
        TrainingConfig.Master.RESIDENT,
        ComputeConfig.ENGINE,
        new CheckpointConfig(1, 1, 2),
        learning);
  }
}
