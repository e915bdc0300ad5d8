package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.run.ProgressListeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no Spark. */
class SparkRetrainingTest {

  @TempDir private Path folder;

  @Test
  void theStatusIsToldFromAListing() throws IOException {
    Files.createDirectories(folder.resolve("source/cat"));
    Files.writeString(folder.resolve("source/cat/1.jpg"), "one");
    Files.writeString(folder.resolve("source/cat/2.jpg"), "two");

    RetrainStatus status = new SparkRetraining().status(config());

    assertThat(status.model()).isEqualTo("pets");
    assertThat(status.next())
        .isEqualTo(
            "read what is new among the 2 files of "
                + folder.resolve("source")
                + ", and train on it");
  }

  @Test
  void theStoreIsThatOfTheConfiguration() {
    assertThat(new SparkRetraining().store(config()).root().uri().getPath())
        .isEqualTo(folder.resolve("storage").toString());
  }

  @Test
  void aMissingThresholdIsToldBeforeAnythingIsStarted() {
    RetrainOptions options =
        new RetrainOptions(false, false, StopSignal.NEVER, "catwalk", line -> {});

    assertThatThrownBy(
            () -> new SparkRetraining().retrain(config(), options, ProgressListeners.SILENT))
        .hasMessageStartingWith("retrain.blessing: no threshold is set");
  }

  private ExperimentConfig config() {
    List<ConfigOverride> overrides =
        List.of(
            ConfigOverride.assignment("--set", "registry.name=pets"),
            ConfigOverride.assignment("--set", "data.source=" + folder.resolve("source")),
            ConfigOverride.assignment("--set", "storage.root=" + folder.resolve("storage")));
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, true));
  }
}
