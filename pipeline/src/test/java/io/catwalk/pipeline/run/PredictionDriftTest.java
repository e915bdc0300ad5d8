package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.runs.Drift;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far scored images are from those that the model was trained on. */
class PredictionDriftTest {

  private static final List<String> CLASSES = List.of("circle", "square");

  @TempDir private static Path folder;

  @BeforeAll
  static void train() {
    LocalSpark.session();
    SyntheticPhotos.write(folder.resolve("drawn"), CLASSES, 60, 7);
    ExperimentConfig config = config();
    new TrainJob(new Workbench(config, () -> "train"), config, "drawn", RunOptions.NONE)
        .run(ProgressListeners.SILENT);
  }

  private static PredictSummary predict(String images) {
    PredictionRequest request =
        new PredictionRequest(
            new ModelReference.OfRun("drawn"),
            folder.resolve(images).toString(),
            PredictionRequest.Format.PARQUET,
            Optional.of(folder + "/of " + images),
            0,
            PredictionRequest.ALWAYS,
            true,
            OptionalInt.empty());
    return new PredictJob(new Workbench(config(), () -> "predict"), config(), RunOptions.NONE)
        .run(request);
  }

  @Test
  void imagesOfTheSameKindAreAsBefore() throws IOException {
    SyntheticPhotos.write(folder.resolve("more"), CLASSES, 60, 8);

    Drift drift = predict("more").drift();

    assertThat(drift.newImages()).isEqualTo(120);
    assertThat(drift.championDataset()).startsWith("shapes@");
    assertThat(drift.measures())
        .extracting(Drift.Measure::key)
        .containsExactly(
            "class_shares", "brightness", "width", "height", "confidence", "embedding");
    assertThat(drift.with(Drift.MOVED)).doesNotContain("Brightness", "Width", "Height");
    assertThat(drift.notes())
        .contains("Classes of the new images are those that the model predicts.");
    assertThat(
            Json.read(
                Files.readAllBytes(folder.resolve("of more/drift.json")),
                Drift.class,
                "drift.json"))
        .isEqualTo(drift);
  }

  @Test
  void darkOnesHaveMoved() throws IOException {
    Path dark = Files.createDirectory(folder.resolve("dark"));
    for (int number = 0; number < 40; number++) {
      BufferedImage image = new BufferedImage(30, 90, BufferedImage.TYPE_BYTE_GRAY);
      image.setRGB(number % 30, 9, 0x101010);
      ImageIO.write(image, "png", dark.resolve(number + ".png").toFile());
    }

    Drift drift = predict("dark").drift();

    assertThat(drift.with(Drift.MOVED))
        .contains("Class shares", "Brightness", "Width", "Height", "Embedding");
    Drift.Measure brightness = drift.measures().get(1);
    assertThat(brightness.distance()).isEqualTo(1);
    assertThat(brightness.reaches(1)).isTrue();
    assertThat(brightness.reaches(1.001)).isFalse();
  }

  private static ExperimentConfig config() {
    return new ConfigLoader(new CatalogModels())
        .load(
            new ConfigSources(
                Map.of(),
                Stream.of(
                        "storage.root=" + folder + "/store",
                        "data.source=" + folder + "/drawn",
                        "data.name=shapes",
                        "data.shape.height=20",
                        "data.shape.width=20",
                        "data.shape.channels=1",
                        "data.split=hash",
                        "data.validation-percent=30",
                        "data.test-percent=10",
                        "train.workers=1",
                        "train.epochs=2",
                        "train.minibatch=8",
                        "cluster.master=local[2]")
                    .map(text -> ConfigOverride.assignment("--set", text))
                    .toList(),
                true));
  }
}
