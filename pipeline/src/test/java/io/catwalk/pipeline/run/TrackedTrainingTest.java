package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.tracking.StandInMlflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole training that MLflow and TensorBoard are told of. */
class TrackedTrainingTest {

  @TempDir private Path folder;

  @Test
  void bothAreToldOfIt() throws Exception {
    LocalSpark.session();
    SyntheticPhotos.write(folder.resolve("pets"), List.of("cat", "dog"), 40, 7);
    try (StandInMlflow mlflow = new StandInMlflow()) {
      ExperimentConfig config = config(mlflow.uri());

      // Its Spark is that of all tests: it stays open.
      RunSummary summary =
          new TrainJob(new Workbench(config, () -> "tracked"), config, "tracked", RunOptions.NONE)
              .run(ProgressListeners.SILENT);

      StandInMlflow.Run run = mlflow.runs().get(0);
      assertThat(run.status()).isEqualTo("FINISHED");
      assertThat(run.params()).containsEntry("train.epochs", "2").containsKey("data.source");
      assertThat(run.metrics())
          .contains("2 accuracy " + summary.accuracy())
          .anyMatch(metric -> metric.startsWith("1 train_loss "));
      assertThat(run.tags()).containsEntry("catwalk.parameters_sha256", summary.parametersSha256());
      assertThat(run.artifacts()).containsOnlyKeys("report.html", "metrics.json", "model.zip");
      assertThat(run.artifacts().get("model.zip"))
          .isEqualTo(Files.readAllBytes(folder.resolve("store/runs/tracked/model.zip")));
    }
    try (Stream<Path> files = Files.list(folder.resolve("board/tracked"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.startsWith("."))
          .singleElement()
          .asString()
          .startsWith("events.out.tfevents.");
    }
  }

  private ExperimentConfig config(String mlflow) {
    List<ConfigOverride> overrides = new ArrayList<>();
    Map.of(
            "storage.root",
            folder + "/store",
            "data.source",
            folder + "/pets",
            "train.epochs",
            "2",
            "train.workers",
            "1",
            "tracking.mlflow.uri",
            mlflow,
            "tracking.tensorboard",
            folder + "/board")
        .forEach((key, value) -> overrides.add(ConfigOverride.option("test", key, value)));
    return new ConfigLoader(new CatalogModels()).load(new ConfigSources(Map.of(), overrides, true));
  }
}
