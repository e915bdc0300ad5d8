package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.train.Archives;
import io.catwalk.pipeline.train.PetModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that learn another network's answers. */
class TaughtTrainingTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void trainTheTeacher() throws IOException {
    LocalSpark.session();
    SyntheticPhotos.write(folder.resolve("drawn"), List.of("circle", "square"), 40, 7);
    train("teacher");
    Path others = Files.createDirectories(folder.resolve("store/runs/others"));
    Files.write(others.resolve("model.zip"), Archives.bytes(PetModel.grey(false, "cat", "dog")));
  }

  private static RunSummary train(String run, String... settings) {
    ExperimentConfig config = config(settings);
    return new TrainJob(new Workbench(config, () -> "train"), config, run, RunOptions.NONE)
        .run(ProgressListeners.SILENT);
  }

  @Test
  void theSameAnswersGiveTheSameNetwork() throws IOException {
    String alone = train("alone", "train.seed=5").parametersSha256();
    String taught =
        train("taught", "train.seed=5", "train.teacher.from=teacher").parametersSha256();
    String again = train("again", "train.seed=5", "train.teacher.from=teacher").parametersSha256();
    String warmer =
        train(
                "warmer",
                "train.seed=5",
                "train.teacher.from=teacher",
                "train.teacher.temperature=20")
            .parametersSha256();

    assertThat(taught).isEqualTo(again).isNotEqualTo(alone).isNotEqualTo(warmer);
    RunManifest manifest =
        Json.read(
            Files.readAllBytes(folder.resolve("store/runs/taught/run.json")),
            RunManifest.class,
            "run.json");
    assertThat(manifest.teacher().model()).endsWith("/runs/teacher/model.zip");
    assertThat(manifest.teacher().sha256()).matches("[0-9a-f]{64}");
    assertThat(manifest.parent()).isNull();
  }

  @Test
  void withoutWeightItIsNoTeacher() {
    String alone = train("plain", "train.seed=6").parametersSha256();

    assertThat(
            train("unheard", "train.seed=6", "train.teacher.from=teacher", "train.teacher.weight=0")
                .parametersSha256())
        .isEqualTo(alone);
  }

  @Test
  void keptFeaturesKeepTheAnswers() {
    String[] transfer = {"model.from=teacher", "model.freeze-until=pool2"};
    String alone = train("frozen", transfer).parametersSha256();
    String taught =
        train(
                "frozen-taught",
                Stream.concat(Stream.of(transfer), Stream.of("train.teacher.from=teacher"))
                    .toArray(String[]::new))
            .parametersSha256();

    assertThat(taught).isNotEqualTo(alone);
  }

  @Test
  void aTeacherOfOtherClassesOrImagesIsRefused() {
    assertThatThrownBy(() -> train("x", "train.teacher.from=others"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageMatching(
            "train.teacher.from = others (takes images of .*|tells cat, dog apart, dataset shapes has circle, square; expected a teacher of the same classes)");
    assertThatThrownBy(() -> train("x", "train.teacher.from=teacher", "data.shape.height=24"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("train.teacher.from = teacher takes images of 1@20×20");
    assertThatThrownBy(() -> train("x", "train.teacher.from=nobody"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("train.teacher.from = nobody: there is no file:");
  }

  private static ExperimentConfig config(String... settings) {
    return new ConfigLoader(new CatalogModels())
        .load(
            new ConfigSources(
                Map.of(),
                Stream.concat(
                        Stream.of(
                            "storage.root=" + folder + "/store",
                            "data.source=" + folder + "/drawn",
                            "data.name=shapes",
                            "data.shape.height=20",
                            "data.shape.width=20",
                            "data.shape.channels=1",
                            "data.split=hash",
                            "data.validation-percent=20",
                            "data.test-percent=10",
                            "train.workers=1",
                            "train.epochs=1",
                            "train.minibatch=8",
                            "cluster.master=local[2]"),
                        Stream.of(settings))
                    .map(text -> ConfigOverride.assignment("--set", text))
                    .toList(),
                true));
  }
}
