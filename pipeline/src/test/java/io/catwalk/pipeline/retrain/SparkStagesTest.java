package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights that read, train and judge. */
class SparkStagesTest {

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<String> settings = new ArrayList<>();
  private boolean acceptData;
  private Path source;

  @BeforeEach
  void draw() {
    LocalSpark.session();
    source = folder.resolve("source");
    SyntheticPhotos.write(source, List.of("cat", "dog"), 40, 7);
    settings.addAll(
        List.of(
            "data.name=pets",
            "data.source=" + source,
            "data.split=hash",
            "data.test-percent=30",
            "data.shape.height=32",
            "data.shape.width=32",
            "data.shape.channels=1",
            "registry.name=pets",
            "registry.export=[onnx]",
            "storage.root=" + folder.resolve("storage"),
            "train.workers=1",
            "train.minibatch=8",
            "train.epochs=1",
            "train.averaging-frequency=2",
            "retrain.blessing.min-accuracy=0.01",
            "retrain.blessing.test=mcnemar"));
  }

  @Test
  void whatIsNewIsToldByContentAndBadImagesCanBeAccepted() throws IOException {
    RetrainSummary first = night();
    assertThat(first.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(first.newImages()).isEqualTo(80);
    assertThat(first.blessing().champion()).isNull();
    assertThat(first.report()).endsWith("/report.html");
    assertThat(registry().version("v0001").files())
        .containsKeys(
            VersionManifest.MODEL,
            "model.onnx",
            VersionManifest.BLESSING,
            "run.json",
            "effective.conf",
            "dataset.json",
            "history.csv",
            "metrics.json");

    addPhotos("more", 10);
    touch();
    for (int i = 0; i < 9; i++) {
      Files.writeString(source.resolve("cat/bad" + i + ".jpg"), "no image " + i);
    }
    RetrainSummary stopped = night();
    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(stopped.reasons().get(0))
        .contains("9 of 109 images cannot be used", "rejected/quarantine.csv")
        .endsWith("; --accept-data takes the data as it is");

    acceptData = true;
    RetrainSummary taken = night();

    assertThat(taken.outcome()).isIn(Outcome.PROMOTED, Outcome.KEPT);
    assertThat(taken.newImages()).isEqualTo(20);
    assertThat(taken.removedImages()).isZero();
    assertThat(said).anyMatch(line -> line.startsWith("20 new images, 0 removed"));
    assertThat(taken.blessing().champion()).isEqualTo("v0001");
    assertThat(taken.blessing().holdout()).isEqualTo(first.dataset());
    assertThat(taken.blessing().championFigures()).isNotNull();
    assertThat(taken.blessing().requirements())
        .anyMatch(r -> r.name().equals("smoke test") && r.met());
    assertThat(taken.report()).contains("/report-against-");
    assertThat(registry().version("v0002").origin().judgedBy())
        .isEqualTo(taken.run() + "-on-" + first.dataset().substring("pets@".length(), 13));
    acceptData = false;
    assertThat(night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
  }

  @Test
  void aNightThatFlipsTestImagesJudgesTheChampionSoToo() throws IOException {
    RetrainSummary first = night();
    assertThat(first.outcome()).isEqualTo(Outcome.PROMOTED);
    addPhotos("more", 10);
    settings.add("evaluate.test-time-flip=true");

    RetrainSummary second = night();

    String holdout = first.dataset().substring("pets@".length(), 13);
    assertThat(registry().version("v0002").origin().judgedBy())
        .isEqualTo(second.run() + "-on-" + holdout + "-flipped");
    assertThat(
            Files.readString(
                folder.resolve("storage/runs/pets-v0001-on-" + holdout + "-flipped/metrics.json")))
        .contains("\"test_time_flip\" : true");
  }

  @Test
  void aTrainingThatDivergesEveryTimeTrainsOnWhatIsThere() throws IOException {
    settings.add("train.updater=sgd");
    settings.add("train.learning-rate=50");
    // Each step makes weights many times as large, whatever the pictures are.
    settings.add("train.weight-decay=0.5");
    settings.add("train.epochs=20");

    RetrainSummary first = night();
    addPhotos("more", 3);
    RetrainSummary second = night();

    assertThat(first.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(first.reasons().get(0)).contains("diverge", "is given up");
    assertThat(second.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(second.dataset()).isNotEqualTo(first.dataset());
    assertThat(registry().history())
        .filteredOn(entry -> entry.note().action() == AuditAction.DROPPED)
        .extracting(entry -> entry.note().run())
        .containsExactly(first.run(), second.run());
    assertThat(folder.resolve("storage/checkpoints").resolve(first.run())).doesNotExist();
    assertThat(folder.resolve("storage/registry/pets/attempt.json")).doesNotExist();

    settings.add("train.learning-rate=0.01");
    settings.add("train.weight-decay=0");
    settings.add("train.epochs=1");
    RetrainSummary mended = night();
    assertThat(mended.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(mended.dataset()).isEqualTo(second.dataset());
  }

  private RetrainSummary night() {
    said.clear();
    RetrainOptions options =
        new RetrainOptions(false, acceptData, StopSignal.NEVER, "catwalk", said::add);
    ExperimentConfig config = config();
    // The session belongs to all tests: the bench is not closed.
    @SuppressWarnings("MustBeClosedChecker")
    Workbench bench = new Workbench(config, () -> "retrain");
    return new RetrainJob(bench.store(), config, options, new SparkStages(bench, config, options))
        .run(ProgressListeners.SILENT);
  }

  private ExperimentConfig config() {
    List<ConfigOverride> overrides = new ArrayList<>();
    settings.forEach(s -> overrides.add(ConfigOverride.assignment("--set", s)));
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, true));
  }

  private Registry registry() {
    return new Registry(new Workbench(config(), () -> "registry").store(), "pets");
  }

  private void addPhotos(String name, int each) throws IOException {
    Path drawn = folder.resolve(name);
    SyntheticPhotos.write(drawn, List.of("cat", "dog"), each, 99);
    for (String type : List.of("cat", "dog")) {
      try (Stream<Path> files = Files.list(drawn.resolve(type))) {
        for (Path file : files.toList()) {
          Files.move(file, source.resolve(type).resolve(name + "-" + file.getFileName()));
        }
      }
    }
  }

  private void touch() throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }
}
