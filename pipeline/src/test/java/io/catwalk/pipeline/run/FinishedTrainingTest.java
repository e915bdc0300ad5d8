package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import io.catwalk.pipeline.runs.LabelledScores;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedTrainingTest {

  private static final RunManifest.TrainingFacts FACTS =
      new RunManifest.TrainingFacts(900, 15, 12, 61.5, 600, 2, 50, 64, 7, 0.8);

  @TempDir private Path temporary;

  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(temporary.toString());
  }

  @Test
  void whatCameOfItIsTold() {
    write(config("train.epochs=15"), FACTS);

    assertThat(FinishedTraining.find(store, config("train.epochs=15"), "r1"))
        .contains(new FinishedTraining("r1", 0.75, 15, 61.5));
    assertThat(FinishedTraining.find(store, config("train.epochs=15"), "r2")).isEmpty();
  }

  @Test
  void whereAndHowItIsKeptDoesNotMatter() {
    write(config(), FACTS);
    ExperimentConfig elsewhere = config("cluster.master=local[3]", "train.checkpoint.keep=7");

    assertThat(FinishedTraining.find(store, elsewhere, "r1")).isPresent();
  }

  @Test
  void anotherTrainingIsRefused() {
    write(config("train.epochs=15", "data.test-percent=21"), FACTS);

    assertThatThrownBy(() -> FinishedTraining.find(store, config("train.epochs=15"), "r1"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "Run r1 (%s) is another one: data.test-percent (now 10, was 21); choose another name"
                .formatted(store.resolve("runs/r1")));
  }

  @Test
  void anEvaluationIsRefused() {
    write(config(), null);

    assertThatThrownBy(() -> FinishedTraining.find(store, config(), "r1"))
        .hasMessageContaining("is another one: nothing was trained");
  }

  private static ExperimentConfig config(String... settings) {
    List<ConfigOverride> overrides =
        Arrays.stream(settings).map(s -> ConfigOverride.assignment("--set", s)).toList();
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, false));
  }

  private void write(ExperimentConfig config, RunManifest.TrainingFacts facts) {
    EvaluationSubject subject =
        new EvaluationSubject(
            "lenet5", "ab", "pets", "cd", Split.TEST, false, false, List.of("cat", "dog"));
    float[][] threeOfFourRight = {{0.9f, 0.1f}, {0.8f, 0.2f}, {0.3f, 0.7f}, {0.6f, 0.4f}};
    LabelledScores scores = new LabelledScores(new int[] {0, 0, 1, 1}, threeOfFourRight);
    RunManifest manifest =
        new RunManifest(
            1,
            "r1",
            "train",
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:02:00Z",
            "lenet5",
            "ab",
            new RunManifest.DatasetUsed("pets", "cd", "file:/d", "file:/s", false),
            42L,
            null,
            null,
            facts,
            false,
            Map.of(),
            null,
            null);
    store.write("runs/r1/metrics.json", Json.write(scores.measured(subject, 15)));
    store.write("runs/r1/run.json", Json.write(manifest));
    store.write("runs/r1/effective.conf", config.effective().getBytes(StandardCharsets.UTF_8));
  }
}
