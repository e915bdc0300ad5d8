package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigLoader.KnownModels;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every stage, with images and storage in folders whose names mean something to URIs or globs. */
class OddFoldersIT {

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"sp ace", "a#b", "a%20b", "photos [2019] {x} & größe", "x:y"})
  void behaveAsAnyOther(String name) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    draw(folder.resolve("images"));
    SparkJobs jobs = new SparkJobs();
    ExperimentConfig config = config(folder);

    RunSummary trained = jobs.train(config, new RunOptions("r1"), ProgressListeners.SILENT);
    RunSummary judged =
        jobs.evaluate(
            new EvaluationRequest(new ModelReference.OfRun("r1"), Optional.empty()),
            config,
            new RunOptions("r2"),
            ProgressListeners.SILENT);
    PredictSummary predicted =
        jobs.predict(
            new PredictionRequest(
                new ModelReference.OfRun(trained.run()),
                folder + "/images",
                PredictionRequest.Format.PARQUET,
                Optional.of(folder + "/out"),
                3,
                PredictionRequest.ALWAYS,
                false,
                OptionalInt.empty()),
            config,
            RunOptions.NONE,
            ProgressListeners.SILENT);
    ReportSummary index = jobs.report(index(), config);

    String store = "file:" + folder + "/store";
    assertThat(trained.modelFile()).isEqualTo(store + "/runs/r1/model.zip");
    assertThat(judged.accuracy()).isEqualTo(trained.accuracy());
    assertThat(predicted.images()).isEqualTo(80);
    assertThat(predicted.predictions()).isEqualTo("file:" + folder + "/out/predictions.parquet");
    assertThat(index.report()).isEqualTo(store + "/reports/lenet5.html");
    assertThat(new String(index.content(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("../runs/r1/report.html");
  }

  private static ReportRequest index() {
    return new ReportRequest(
        new ReportRequest.AllRuns("lenet5"), ReportRequest.Format.HTML, Optional.empty());
  }

  private static void draw(Path images) throws IOException {
    for (int label = 0; label < 2; label++) {
      Path ofClass = Files.createDirectories(images.resolve("class" + label));
      for (int number = 0; number < 40; number++) {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        image.setRGB(number % 20, 2 + label * 10 + number / 20, 0xffffff);
        ImageIO.write(image, "png", ofClass.resolve(number + ".png").toFile());
      }
    }
  }

  private static ExperimentConfig config(Path folder) {
    List<String> settings =
        List.of(
            "storage.root=" + folder.resolve("store"),
            "data.source=" + folder.resolve("images"),
            "data.name=dots",
            "data.shape.height=20",
            "data.shape.width=20",
            "data.shape.channels=1",
            "data.split=hash",
            "model.name=lenet5",
            "train.workers=1",
            "train.epochs=1",
            "train.minibatch=16",
            "cluster.master=local[1]",
            "cluster.spark.ui.enabled=false",
            "cluster.spark.driver.host=127.0.0.1",
            "cluster.spark.driver.bindAddress=127.0.0.1");
    return new ConfigLoader(new Catalog())
        .load(
            new ConfigSources(
                Map.of(),
                settings.stream().map(text -> ConfigOverride.assignment("--set", text)).toList(),
                true));
  }

  private static final class Catalog implements KnownModels {

    @Override
    public Set<String> names() {
      return Set.copyOf(ModelCatalog.names());
    }

    @Override
    public Optional<String> objection(String model, ImageShape shape, int classes) {
      return Optional.empty();
    }
  }
}
