package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.bench.trial.EpochTrial;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small real epochs. */
class TrainBenchmarkTest {

  private static final ImageShape SHAPE = new ImageShape(32, 32, 1);

  @ParameterizedTest
  @EnumSource
  void anEpochTrainsOnEverythingEachTime(TrainingConfig.Master master) {
    // 23 examples for 2 workers: minibatches of 4 leave an incomplete one, and rounds of 2.
    try (EpochTrial trial = trial(master, 23)) {
      assertThat(trial.epoch()).isPositive();
      assertThat(trial.epoch()).isPositive();
    }
  }

  @Test
  void independentLoopsTakeAboutAsLongAsEpochs() {
    try (EpochTrial trial = trial(TrainingConfig.Master.RESIDENT, 400)) {
      trial.epoch();
      trial.independentLoops();

      assertThat(trial.independentLoops()).isPositive().isLessThan(10 * trial.epoch());
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CATWALK_PYTORCH", matches = ".+")
  void processesOfPytorchTrainTogether() {
    List<Example> examples = examples(23);
    Map<String, Object> settings =
        Map.of(
            "model",
            "lenet5",
            "workers",
            2,
            "minibatch",
            4,
            "optimiser",
            "ADAM",
            "classes",
            StepData.CLASSES,
            "shape",
            List.of(1, 32, 32),
            "images",
            examples.size());
    try (PeerProcess pytorch =
        new PeerProcess(
            "torch",
            System.getenv("CATWALK_PYTORCH"),
            List.of("torch_peer.py", "torch_train.py"),
            settings,
            new StepData(StepData.NOISE, examples).bytes())) {
      assertThat(pytorch.version()).isNotEmpty();
      assertThat(pytorch.seconds(2)).isPositive();
      assertThat(pytorch.images()).isEqualTo(23);
    }
  }

  @Test
  void aPeerIsToldAllPixelsThenAllLabels() {
    byte[] bytes =
        new StepData(
                StepData.NOISE,
                List.of(
                    new Example(new byte[] {1, 2}, 7, "", ""),
                    new Example(new byte[] {3, 4}, 8, "", "")))
            .bytes();

    assertThat(bytes).containsExactly(1, 2, 3, 4, 7, 8);
  }

  @Test
  void ratiosSayHowMuchFasterCatwalkIs() {
    TrainReport report =
        TrainBenchmark.report(
            "lenet5",
            config(TrainingConfig.Master.RESIDENT),
            new StepData(StepData.NOISE, examples(100)),
            new TrainBenchmark.Seconds(2.0, 1.9, 30.0, 2.5, "2.13"),
            3,
            "local[2]");

    assertThat(report.imagesPerSecond()).isEqualTo(50);
    assertThat(report.ratioToLoops()).isEqualTo(0.95, within(1e-9));
    assertThat(report.ratioToStock()).isEqualTo(15);
    assertThat(report.ratioToPytorch()).isEqualTo(1.25);
    assertThat(report.pytorchImagesPerSecond()).isEqualTo(40);
  }

  private static EpochTrial trial(TrainingConfig.Master master, int images) {
    Vectoriser vectoriser = new Vectoriser(SHAPE, StepData.CLASSES, List.of(0.0), List.of(1.0));
    return new EpochTrial(
        LocalSpark.session(),
        config(master),
        ModelCatalog.get("lenet5"),
        examples(images),
        vectoriser);
  }

  private static TrainingConfig config(TrainingConfig.Master master) {
    return new TrainingConfig(
        2,
        AveragingConfig.every(2),
        4,
        1,
        7,
        TrainingConfig.Updater.ADAM,
        0.001,
        0.9,
        master,
        ComputeConfig.ENGINE,
        CheckpointConfig.USUAL,
        LearningConfig.PLAIN);
  }

  private static List<Example> examples(int count) {
    Random random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] pixels = new byte[SHAPE.values()];
              random.nextBytes(pixels);
              return new Example(pixels, i % StepData.CLASSES, "", "");
            })
        .toList();
  }
}
