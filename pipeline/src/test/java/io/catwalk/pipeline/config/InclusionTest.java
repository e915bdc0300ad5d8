package io.catwalk.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InclusionTest {

  @TempDir private Path folder;

  private ExperimentConfig load(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.conf"), content);
    return new ConfigLoader(new FakeModels())
        .load(new ConfigSources(Map.of(), List.of(), false).of(file.toString()));
  }

  @Test
  void aFileBesideIsIncludedAndOverridden() throws IOException {
    Files.writeString(folder.resolve("base.conf"), "train { epochs = 7, workers = 3 }");

    ExperimentConfig config = load("include \"base.conf\"\ntrain.workers = 4");

    assertThat(config.train().epochs()).isEqualTo(7);
    assertThat(config.train().workers()).isEqualTo(4);
  }

  @Test
  void aPackedExperimentIsIncludedByItsName() throws IOException {
    ExperimentConfig config = load("include \"lenet-fashion-mnist\"\ntrain.epochs = 1");

    assertThat(config.data().name()).isEqualTo("fashion-mnist");
    assertThat(config.train().epochs()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsAMistakeAndNotPassedOver() {
    assertThatThrownBy(() -> load("include \"bsae.conf\"\ntrain.workers = 4"))
        .hasMessageContaining("mine.conf")
        .hasMessageContaining("include \"bsae.conf\": no such file beside it");
  }
}
