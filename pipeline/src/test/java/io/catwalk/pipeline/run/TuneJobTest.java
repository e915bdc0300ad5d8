package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.runs.Tuning.Trial;
import io.catwalk.pipeline.tracking.StandInMlflow;
import io.catwalk.pipeline.tune.TuneRequest;
import io.catwalk.pipeline.tune.TuneSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches with real trainings. */
class TuneJobTest {

  private static final String SPACE =
      "[{ key = train.learning-rate, from = 0.0001, to = 0.01, scale = log },"
          + " { key = train.minibatch, values = [8, 16] }]";

  @TempDir private Path folder;

  private final List<List<Trial>> told = new ArrayList<>();

  @BeforeEach
  void draw() throws IOException {
    LocalSpark.session();
    SyntheticPhotos.write(folder.resolve("pets"), List.of("cat", "dog"), 40, 7);
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private TuneSummary tune(Map<String, String> more, int stopAfter) {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "storage.root", folder + "/store",
                "data.source", folder + "/pets",
                "data.test-percent", "20",
                "data.validation-percent", "20",
                "train.epochs", "2",
                "train.workers", "1",
                "tune.space", SPACE,
                "tune.trials", "3",
                "tune.reduction", "2"));
    settings.putAll(more);
    List<ConfigOverride> overrides = new ArrayList<>();
    settings.forEach((key, value) -> overrides.add(ConfigOverride.option("test", key, value)));
    ConfigSources sources = new ConfigSources(Map.of(), overrides, true);
    ConfigLoader loader = new ConfigLoader(new CatalogModels());
    ExperimentConfig config = loader.load(sources);
    TuneRequest request =
        new TuneRequest(
            config,
            over -> {
              ConfigSources all = sources;
              for (ConfigOverride override : over) {
                all = all.with(override);
              }
              return loader.load(all);
            },
            trials -> {
              told.add(trials);
              if (told.size() == stopAfter) {
                throw new Stopped();
              }
            });
    RunOptions options = new RunOptions("search");
    return new TuneJob(new Workbench(config, () -> "tune"), request, "search", options)
        .run(ProgressListeners.SILENT);
  }

  private Path file(String name) {
    return folder.resolve("store/tunings/search").resolve(name);
  }

  @Test
  void findsSettingsAndGoesOnAfterAnInterruption() throws IOException {
    TuneSummary whole = tune(Map.of(), 0);

    assertThat(told).hasSize(whole.trainings());
    List<Trial> trials = told.get(told.size() - 1);
    assertThat(trials.get(0).settings()).as("the configuration as it stands").isEmpty();
    assertThat(trials.get(0).epochs()).isEqualTo(2);
    assertThat(trials).filteredOn(t -> t.epochs() == 1).hasSize(2);
    assertThat(whole.validationExamples()).isBetween(5L, 30L);
    assertThat(whole.validationAccuracy())
        .isEqualTo(
            trials.stream()
                .filter(t -> t.epochs() == 2)
                .mapToDouble(Trial::accuracy)
                .max()
                .orElseThrow());
    assertThat(file("trials.csv")).content().hasLineCount(trials.size() + 1);
    assertThat(file("best.conf"))
        .content()
        .contains("train.epochs = 2\n", "data.test-percent = 20\n")
        .doesNotContain("tune.", "storage.");
    assertThat(file("tuning.html")).content().contains("settings", "validation images");
    assertThat(file("training")).as("checkpoints").doesNotExist();

    deleteSearch();
    told.clear();
    assertThatThrownBy(() -> tune(Map.of(), 2)).isInstanceOf(Stopped.class);
    assertThat(file("tuning.json")).doesNotExist();
    told.clear();
    TuneSummary resumed = tune(Map.of(), 0);

    assertThat(told).hasSize(whole.trainings() - 2);
    assertThat(resumed.settings()).isEqualTo(whole.settings());
    assertThat(resumed.validationAccuracy()).isEqualTo(whole.validationAccuracy());
  }

  @Test
  void mlflowShowsTrainingsBelowTheirSearch() throws IOException {
    try (StandInMlflow mlflow = new StandInMlflow()) {
      TuneSummary summary =
          tune(
              Map.of(
                  "tracking.mlflow.uri", mlflow.uri(), "tracking.tensorboard", folder + "/board"),
              0);

      StandInMlflow.Run search = mlflow.runs().get(0);
      assertThat(search.tags()).containsEntry("catwalk.run_id", "search");
      assertThat(search.status()).isEqualTo("FINISHED");
      assertThat(search.metrics())
          .contains("0 validation_accuracy " + summary.validationAccuracy());
      assertThat(search.tags().get("catwalk.best")).matches("trial-\\d-epochs-2");
      List<StandInMlflow.Run> trainings = mlflow.runs().subList(1, mlflow.runs().size());
      assertThat(trainings).hasSize(summary.trainings());
      assertThat(trainings)
          .allSatisfy(
              run -> {
                assertThat(run.tags()).containsEntry("mlflow.parentRunId", "run-0");
                assertThat(run.status()).isEqualTo("FINISHED");
                assertThat(run.metrics()).anyMatch(it -> it.startsWith("1 train_loss "));
              });
      assertThat(trainings).extracting(run -> run.params().get("train.epochs")).contains("1", "2");
      assertThat(folder.resolve("board/search/trial-1-epochs-2")).isDirectory();
    }
  }

  private void deleteSearch() throws IOException {
    try (var files = Files.walk(file(""))) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void anotherSearchUnderTheSameNameIsRefused() {
    tune(Map.of("tune.trials", "2"), 0);

    assertThatThrownBy(() -> tune(Map.of("tune.seed", "9"), 0))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(
            "tunings/search was begun with other settings: tune.seed (now 9, was 42); give the same again, or another --run-id");
  }

  @Test
  void aValueThatNoTrainingCanHaveIsToldBeforeAnyBegins() {
    assertThatThrownBy(
            () -> tune(Map.of("tune.space", "[{ key = train.minibatch, values = [16, 0] }]"), 0))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(
            "tune.space: train.minibatch = 0: expected a whole number from 1 to 65536");
    assertThat(folder.resolve("store/datasets")).doesNotExist();
  }

  @Test
  void aSettingThatExplodesIsToldAndTheOthersGoOn() {
    TuneSummary summary =
        tune(
            Map.of(
                "train.updater",
                "sgd",
                "tune.space",
                "[{ key = train.learning-rate, values = [0.01, 100] }]"),
            0);

    assertThat(summary.failed()).isEqualTo(1);
    assertThat(told.get(told.size() - 1))
        .filteredOn(t -> !t.succeeded())
        .singleElement()
        .satisfies(t -> assertThat(t.failure()).contains("diverged"));
    assertThat(summary.settings().get("train.learning-rate")).isNotEqualTo("100");
  }

  @Test
  void imagesToCompareByAreNeeded() {
    assertThatThrownBy(() -> tune(Map.of("data.validation-percent", "0"), 0))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageEndingWith(
            "has no validation images to compare settings by; expected data.validation-percent above 0");
  }
}
