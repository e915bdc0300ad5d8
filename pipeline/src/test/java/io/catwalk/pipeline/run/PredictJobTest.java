package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigLoader.KnownModels;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.run.PredictionRequest.Format;
import io.catwalk.pipeline.train.Archives;
import io.catwalk.pipeline.train.PetModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What predict says of images that it cannot read, and how it stores the others. */
class PredictJobTest {

  @TempDir private Path folder;

  @BeforeEach
  void store() throws IOException {
    LocalSpark.session();
    Path run = Files.createDirectories(folder.resolve("store/runs/one"));
    Files.write(
        run.resolve("model.zip"), Archives.bytes(PetModel.grey(false, "cat", "dog, or wolf")));
    Path images = Files.createDirectories(folder.resolve("new/deep"));
    BufferedImage grey = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(grey, "png", images.resolve("good.png").toFile());
    ImageIO.write(grey, "png", images.resolve("=1+1, too.png").toFile());
    Files.writeString(images.resolve("text.jpg"), "no picture");
    Files.write(images.resolve("empty.png"), new byte[0]);
    Files.writeString(images.resolve("notes.txt"), "no picture");
  }

  private PredictSummary predict(Format format) {
    return predict(format, 10);
  }

  private PredictSummary predict(Format format, int show) {
    return predict(format, show, PredictionRequest.ALWAYS, false);
  }

  private PredictSummary predict(Format format, int show, Instant since, boolean drift) {
    PredictionRequest request =
        new PredictionRequest(
            new ModelReference.OfRun("one"),
            folder.resolve("new").toString(),
            format,
            Optional.of(folder + "/scored"),
            show,
            since,
            drift,
            OptionalInt.empty());
    // Its Spark is that of all tests: it stays open.
    Workbench bench = new Workbench(config(), () -> "predict");
    return new PredictJob(bench, config(), RunOptions.NONE).run(request);
  }

  private List<String> stored() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("scored"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void namesWhatItCannotReadAndWhy() throws IOException {
    PredictSummary summary = predict(Format.PARQUET);

    assertThat(summary.images()).isEqualTo(2);
    // The start of Spark is no part of it.
    assertThat(summary.imagesPerSecond()).isGreaterThan(summary.images() / summary.seconds());
    assertThat(summary.unreadable()).isEqualTo(2);
    assertThat(summary.unreadableImages())
        .extracting(image -> image.path() + " " + image.reason())
        .containsExactly("deep/empty.png empty", "deep/text.jpg not-an-image");
    assertThat(summary.leftOut()).isEqualTo(Map.of(".txt", 1L));
    assertThat(summary.unreadableFile()).isEqualTo("file:" + folder + "/scored/unreadable.csv");
    assertThat(Files.readAllLines(folder.resolve("scored/unreadable.csv")))
        .containsExactly(
            "path,reason,detail,bytes",
            "deep/empty.png,empty,0 bytes,0",
            "deep/text.jpg,not-an-image,begins with the bytes 6e 6f 20 70 69 63 74 75,10");
    assertThat(stored())
        .containsExactly("_SUCCESS", "predictions.html", "predictions.parquet", "unreadable.csv");
  }

  @Test
  void leavesOutAndCountsWhatWasThereBefore() throws IOException {
    Instant since = Instant.parse("2026-11-28T22:00:00.9Z");
    touch("good.png", since);
    touch("=1+1, too.png", since.minusMillis(1));
    touch("text.jpg", since.minusSeconds(86_400));
    touch("empty.png", since.plusSeconds(60));
    touch("notes.txt", since);

    PredictSummary summary = predict(Format.PARQUET, 10, since, false);

    assertThat(summary.first())
        .extracting(PredictSummary.Row::path)
        .containsExactly("deep/good.png");
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.leftOut())
        .isEqualTo(Map.of(".txt", 1L, "older than 2026-11-28T22:00:00Z", 2L));
  }

  @Test
  void ofAnyAgeMeansAlsoOlderThanTheEpoch() throws IOException {
    touch("good.png", Instant.parse("1969-12-31T00:00:00Z"));

    PredictSummary summary = predict(Format.PARQUET);

    assertThat(summary.images()).isEqualTo(2);
    assertThat(summary.leftOut()).isEqualTo(Map.of(".txt", 1L));
  }

  private void touch(String file, Instant changed) throws IOException {
    Files.setLastModifiedTime(folder.resolve("new/deep/" + file), FileTime.from(changed));
  }

  @ParameterizedTest
  @EnumSource
  void nothingNewIsNoMistake(Format format) throws IOException {
    PredictSummary summary = predict(format, 10, Instant.now().plus(Duration.ofDays(1)), false);

    assertThat(summary.images()).isZero();
    assertThat(summary.unreadable()).isZero();
    assertThat(summary.leftOut().values()).containsExactly(5L);
    assertThat(Headlines.of(summary)).contains("0 scored").doesNotContain("predicted ");
    if (format == Format.CSV) {
      assertThat(Files.readAllLines(folder.resolve("scored/predictions.csv"))).hasSize(1);
    } else {
      assertThat(LocalSpark.session().read().parquet(summary.predictions()).count()).isZero();
    }
  }

  @Test
  void driftWantsTheDatasetOfTheTraining() {
    assertThatThrownBy(() -> predict(Format.PARQUET, 10, PredictionRequest.ALWAYS, true))
        .isInstanceOf(CatwalkException.class)
        .hasMessageEndingWith("; --drift compares with the images that the model was trained on")
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("scored")).doesNotExist();
  }

  @Test
  void aPageShowsEveryImageOfAFewWithItsScores() throws IOException {
    PredictSummary summary = predict(Format.PARQUET);

    assertThat(summary.page()).isEqualTo("file:" + folder + "/scored/predictions.html");
    String page = Files.readString(folder.resolve("scored/predictions.html"));
    assertThat(page.split("<li class=\"card\">", -1)).as("cards").hasSize(1 + 2);
    assertThat(page.split("src=\"data:image/", -1)).as("pictures").hasSize(1 + 2);
    String predicted = summary.first().get(0).predicted();
    assertThat(page)
        .contains("<h1>2", "alt=\"" + summary.first().get(0).path() + "\"")
        .contains("<span class=\"name\">" + predicted + "</span>");
  }

  @Test
  void whoWantsToSeeNothingGetsNoPage() throws IOException {
    PredictSummary summary = predict(Format.PARQUET, 0);

    assertThat(summary.page()).isNull();
    assertThat(summary.first()).isEmpty();
    assertThat(stored()).containsExactly("_SUCCESS", "predictions.parquet", "unreadable.csv");
    assertThat(Headlines.of(summary)).doesNotContain("page").contains("stored in");
  }

  @Test
  void storesATableForPeople() throws IOException {
    PredictSummary summary = predict(Format.CSV);

    assertThat(summary.predictions()).isEqualTo("file:" + folder + "/scored/predictions.csv");
    assertThat(stored())
        .containsExactly("_SUCCESS", "predictions.csv", "predictions.html", "unreadable.csv");
    List<String> lines = Files.readAllLines(folder.resolve("scored/predictions.csv"));
    assertThat(lines.get(0)).isEqualTo("path,sha256,predicted,probability,cat,\"dog, or wolf\"");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1))
        .matches("\"deep/=1\\+1, too.png\",[0-9a-f]{64},(cat|\"dog, or wolf\")(,0\\.\\d{6}){3}");
    assertThat(lines.get(2))
        .matches("deep/good.png,[0-9a-f]{64},(cat|\"dog, or wolf\")(,0\\.\\d{6}){3}");
  }

  private ExperimentConfig config() {
    return new ConfigLoader(new Catalog())
        .load(
            new ConfigSources(
                Map.of(),
                Stream.of("storage.root=" + folder + "/store", "cluster.master=local[2]")
                    .map(text -> ConfigOverride.assignment("--set", text))
                    .toList(),
                false));
  }

  private static final class Catalog implements KnownModels {

    @Override
    public Set<String> names() {
      return Set.copyOf(ModelCatalog.names());
    }

    @Override
    public Optional<String> objection(String name, ImageShape shape, int classes) {
      return Optional.empty();
    }
  }
}
