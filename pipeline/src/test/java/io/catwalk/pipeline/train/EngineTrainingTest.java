package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Precision;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.cluster.TellingDevices;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.worker.EngineSteps;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The engine beside Deeplearning4j's layers, on two workers. */
class EngineTrainingTest {

  private static final ComputeConfig ENGINE = ComputeConfig.ENGINE;
  private static final ComputeConfig GPU =
      new ComputeConfig(ComputeConfig.Layers.ENGINE, true, Precision.FP32);
  private static final MemoryDataset DATASET = new MemoryDataset(45, 16, new ImageShape(16, 16, 1));

  private final SparkSession spark = LocalSpark.session();
  @TempDir Path folder;

  private static TrainingConfig config(TrainingConfig.Updater updater, ComputeConfig compute) {
    return new TrainingConfig(
        2,
        AveragingConfig.every(2),
        4,
        3,
        7,
        updater,
        0.0003,
        0.9,
        TrainingConfig.Master.RESIDENT,
        compute,
        new CheckpointConfig(1, 1, 2),
        LearningConfig.PLAIN);
  }

  private TrainingResult train(String model, TrainingConfig config, String run, int crashAfter) {
    TrainingListener listener =
        new TrainingListener() {
          private int rounds;

          @Override
          public void advanced(long done, double loss) {
            if (++rounds == crashAfter) {
              throw new IllegalStateException("crash");
            }
          }
        };
    try (Checkpoints checkpoints =
        new Checkpoints(
            HadoopStorage.with(Map.of()).store(folder.toString()),
            run,
            config.checkpoint(),
            TrainingFingerprint.of(Map.of("model", model)),
            TrainingListener.SILENT,
            HeldLock.UNDISPUTED)) {
      return new Trainer(spark, config, listener)
          .train(DATASET, ModelCatalog.get(model), checkpoints, StopSignal.NEVER);
    }
  }

  private static INDArray parameters(TrainingResult result) {
    return result.model().network().params();
  }

  private static float[] updater(TrainingResult result) {
    return result.model().network().getUpdater().getStateViewArray().toFloatVector();
  }

  @Test
  void trainsAsTheLayersDo() {
    TrainingResult layers =
        train("lenet5", config(TrainingConfig.Updater.NESTEROVS, ComputeConfig.STOCK), "layers", 0);
    TrainingResult engine =
        train("lenet5", config(TrainingConfig.Updater.NESTEROVS, ENGINE), "engine", 0);

    double apart = parameters(engine).sub(parameters(layers)).norm2Number().doubleValue();
    assertThat(apart).isLessThan(1e-4 * parameters(layers).norm2Number().doubleValue());
    assertThat(parameters(engine).toFloatVector())
        .as("by other kernels")
        .isNotEqualTo(parameters(layers).toFloatVector());
    assertThat(engine.model().network().getIterationCount())
        .isEqualTo(layers.model().network().getIterationCount());
  }

  /** With dropout, running statistics and Adam's state. */
  @Test
  void goesOnAfterACrashToTheSameEndBitForBit() {
    TrainingConfig config = config(TrainingConfig.Updater.ADAM, ENGINE);
    TrainingResult whole = train("fashion-cnn", config, "whole", 0);

    assertThatThrownBy(() -> train("fashion-cnn", config, "crashed", 5)).hasMessage("crash");
    TrainingResult resumed = train("fashion-cnn", config, "crashed", 0);

    assertThat(parameters(resumed).toFloatVector()).isEqualTo(parameters(whole).toFloatVector());
    assertThat(updater(resumed)).isEqualTo(updater(whole));
  }

  /**
   * A processor stands for the GPU. Rounds over examples that the device keeps are the same steps
   * as minibatch by minibatch.
   */
  @Test
  void aDeviceThatKeepsExamplesTrainsTheSame() {
    SparkEnv.get().conf().set("spark.catwalk.devices", TellingDevices.class.getName());
    try {
      TrainingResult minibatches =
          train("fashion-cnn", config(TrainingConfig.Updater.ADAM, ENGINE), "minibatches", 0);
      TrainingResult rounds =
          train("fashion-cnn", config(TrainingConfig.Updater.ADAM, GPU), "rounds", 0);

      assertThat(parameters(rounds).toFloatVector())
          .isEqualTo(parameters(minibatches).toFloatVector());
      assertThat(rounds.model().network().getIterationCount())
          .isEqualTo(minibatches.model().network().getIterationCount());
    } finally {
      SparkEnv.get().conf().remove("spark.catwalk.devices");
    }
  }

  @Test
  void validationUsesTheEnginesThatTrainWhereGradientsAreClipped() {
    TrainingConfig plain = config(TrainingConfig.Updater.ADAM, GPU);
    TrainingConfig clipped =
        new TrainingConfig(
            2,
            plain.averaging(),
            4,
            3,
            7,
            TrainingConfig.Updater.ADAM,
            0.0003,
            0.9,
            TrainingConfig.Master.RESIDENT,
            GPU,
            plain.checkpoint(),
            new LearningConfig(
                LearningConfig.PLAIN.schedule(),
                new RegularisationConfig(0, 0, 1, 0),
                LearningConfig.Normalisation.STANDARD,
                LearningConfig.PLAIN.augment(),
                LearningConfig.Balance.NONE,
                LearningConfig.PLAIN.earlyStopping()));
    SparkEnv.get().conf().set("spark.catwalk.devices", TellingDevices.class.getName());
    int before = TellingDevices.opened();
    try {
      train("lenet5", clipped, "clipped", 0);

      assertThat(TellingDevices.opened() - before).as("sessions of two workers").isEqualTo(2);
    } finally {
      SparkEnv.get().conf().remove("spark.catwalk.devices");
    }
  }

  @Test
  void withoutAGpuTellsWhatIsMissing() {
    assertThatThrownBy(() -> train("lenet5", config(TrainingConfig.Updater.ADAM, GPU), "none", 0))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageContaining("train.accelerator = gpu, on ")
        .hasMessageContaining("device cuda: libcuda.so.1 (NVIDIA's driver) was not found in ");
  }

  @Test
  void refusesByNameWhatItCannotTrain() {
    MultiLayerConfiguration odd =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new DenseLayer.Builder().nOut(3).activation(Activation.MISH).build())
            .setInputType(InputType.convolutional(4, 4, 1))
            .build();

    assertThatThrownBy(() -> EngineSteps.check(ENGINE, odd, new Extent(1, 4, 4, false)))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith(
            "train.layers = engine cannot train this network, layer 0 (DenseLayer): expected an activation")
        .hasMessageEndingWith("; expected train.layers = stock");
  }
}
