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
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.StorageLock;
import io.catwalk.pipeline.train.Archives;
import io.catwalk.pipeline.train.PetModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table to which several jobs add what is new. */
class GrowingPredictionsTest {

  @TempDir private Path folder;

  @BeforeEach
  void store() throws IOException {
    LocalSpark.session();
    model("one", "cat", "dog");
    Files.createDirectories(folder.resolve("new"));
    for (int i = 0; i < 5; i++) {
      draw("good" + i + ".png", i);
    }
    Files.writeString(folder.resolve("new/bad.jpg"), "no picture");
  }

  private void model(String run, String... classes) throws IOException {
    Path path = Files.createDirectories(folder.resolve("store/runs/" + run));
    Files.write(path.resolve("model.zip"), Archives.bytes(PetModel.grey(false, classes)));
  }

  private void draw(String name, int grey) throws IOException {
    BufferedImage image = new BufferedImage(30, 30, BufferedImage.TYPE_BYTE_GRAY);
    image.setRGB(1, 1, 0x010101 * (grey + 1));
    ImageIO.write(image, "png", folder.resolve("new/" + name).toFile());
  }

  private PredictSummary predict() {
    return predict("one", "scored", OptionalInt.of(2));
  }

  private PredictSummary predict(String run, String out, OptionalInt batch) {
    PredictionRequest request =
        new PredictionRequest(
            new ModelReference.OfRun(run),
            folder.resolve("new").toString(),
            PredictionRequest.Format.PARQUET,
            Optional.of(folder + "/" + out),
            2,
            PredictionRequest.ALWAYS,
            false,
            batch);
    // Its Spark is that of all tests: it stays open.
    return new PredictJob(new Workbench(config(), () -> "predict"), config(), RunOptions.NONE)
        .run(request);
  }

  private Dataset<Row> table() {
    return LocalSpark.session().read().parquet(folder + "/scored/predictions.parquet");
  }

  private List<String> paths(Dataset<Row> rows) {
    return rows.select("path").collectAsList().stream().map(r -> r.getString(0)).sorted().toList();
  }

  private List<String> batches() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("scored/predictions.parquet"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyImageIsScoredOnce() throws IOException {
    PredictSummary first = predict();

    assertThat(first.images()).isEqualTo(5);
    assertThat(first.unreadable()).isEqualTo(1);
    assertThat(first.leftOut()).isEmpty();
    assertThat(first.predictions()).isEqualTo("file:" + folder + "/scored/predictions.parquet");
    assertThat(batches()).containsExactly("batch=000001", "batch=000002", "batch=000003");
    assertThat(paths(table()))
        .containsExactly("good0.png", "good1.png", "good2.png", "good3.png", "good4.png");
    assertThat(table().select("parameters_sha256").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .singleElement()
        .asString()
        .matches("[0-9a-f]{64}");

    PredictSummary again = predict();

    assertThat(again.images()).isZero();
    assertThat(again.unreadable()).isZero();
    assertThat(again.counts()).isEmpty();
    assertThat(again.leftOut()).isEqualTo(Map.of("scored before", 6L));
    assertThat(batches()).hasSize(3);
  }

  @Test
  void onlyWhatIsNewOrChangedIsAdded() throws IOException {
    predict();
    draw("later.png", 60);
    draw("good1.png", 70);
    Files.setLastModifiedTime(
        folder.resolve("new/good1.png"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));

    PredictSummary summary = predict();

    assertThat(summary.images()).isEqualTo(2);
    assertThat(summary.counts().values().stream().mapToLong(n -> n).sum()).isEqualTo(2);
    assertThat(summary.first())
        .extracting(PredictSummary.Row::path)
        .containsExactly("good1.png", "later.png");
    assertThat(summary.leftOut()).isEqualTo(Map.of("scored before", 5L));
    assertThat(batches()).hasSize(4);
    assertThat(paths(table().filter("batch = 4"))).containsExactly("good1.png", "later.png");
    assertThat(paths(table())).hasSize(7);
    // Of all batches, with what could not be read.
    assertThat(Files.readAllLines(folder.resolve("scored/unreadable.csv")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("bad.jpg,not-an-image");
    assertThat(folder.resolve("scored/predictions.html")).content().contains("later.png");
  }

  @Test
  void whatTheStorageDidNotGiveIsAskedForAgain() throws IOException {
    Path away = folder.resolve("away.png");
    Files.createSymbolicLink(folder.resolve("new/later.png"), away);

    PredictSummary first = predict();
    List<String> stored = batches();
    PredictSummary second = predict();
    assertThat(batches()).as("batches of nothing").isEqualTo(stored);
    assertThat(folder.resolve("scored/predictions.html")).content().contains("good0.png");
    Files.copy(folder.resolve("new/good0.png"), away);
    PredictSummary third = predict();

    assertThat(first.unreadable()).isEqualTo(2);
    assertThat(second.unreadableImages())
        .extracting(image -> image.path() + " " + image.reason())
        .containsExactly("later.png unreadable");
    assertThat(third.images()).isEqualTo(1);
    assertThat(third.unreadable()).isZero();
    assertThat(paths(table())).hasSize(6).contains("later.png");
    assertThat(Files.readAllLines(folder.resolve("scored/unreadable.csv"))).hasSize(2);
  }

  @Test
  void whatAStoppedJobLeftIsClearedAndGoneOnWith() throws IOException {
    predict();
    Path table = folder.resolve("scored/predictions.parquet");
    // As after a job that was killed in its second batch.
    delete(table.resolve("batch=000002"));
    delete(table.resolve("batch=000003"));
    Path begun =
        Files.createDirectories(
            table.resolve(".batch=000002." + java.util.UUID.randomUUID() + ".incomplete"));
    Files.writeString(begun.resolve("part-0.parquet"), "half");

    PredictSummary summary = predict();

    assertThat(summary.images() + summary.unreadable()).isEqualTo(4);
    assertThat(paths(table()))
        .containsExactly("good0.png", "good1.png", "good2.png", "good3.png", "good4.png");
    assertThat(batches()).containsExactly("batch=000001", "batch=000002", "batch=000003");
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aSecondProcessLeaves() {
    Place place = HadoopStorage.with(Map.of()).place(folder + "/scored");

    try (StorageLock held =
        StorageLock.take(place.store(), place.path() + "/predictions.parquet", "Another")) {
      assertThat(held.held()).isTrue();
      assertThatThrownBy(this::predict)
          .isInstanceOf(CatwalkException.class)
          .hasMessageMatching("Table file:.*/scored is being worked on by process .*")
          .extracting(e -> ((CatwalkException) e).exitCode())
          .isEqualTo(ExitCode.BUSY);
    }
    assertThat(predict().images()).isEqualTo(5);
  }

  @Test
  void aFolderOfItsOwnDoesNotGrow() {
    predict("one", "scored", OptionalInt.empty());

    assertThatThrownBy(this::predict)
        .isInstanceOf(CatwalkException.class)
        .hasMessageEndingWith(
            "/scored was made by predict without --append; expected a table that predict --append made, or a place where nothing is");
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Path other = Files.createDirectories(folder.resolve("scored/predictions.parquet"));
    Files.writeString(other.resolve("part-0.parquet"), "mine");

    assertThatThrownBy(this::predict)
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("holds part-0.parquet, which is no batch of --append; expected");
    assertThat(other.resolve("part-0.parquet")).hasContent("mine");
  }

  @Test
  void otherModelsOfTheSameClassesMayAddToIt() throws IOException {
    predict();
    model("two", "cat", "dog");
    model("three", "cat", "wolf");
    draw("later.png", 60);

    Path drift = Files.writeString(folder.resolve("scored/drift.json"), "{}");

    assertThatThrownBy(() -> predict("three", "scored", OptionalInt.of(2)))
        .isInstanceOf(CatwalkException.class)
        .hasMessageMatching(
            ".*/scored holds predictions of cat, dog, and file:.*/three/model.zip knows cat, wolf; expected a model of the same classes, or another table");
    assertThat(drift).exists();
    assertThat(predict("two", "scored", OptionalInt.of(2)).images()).isEqualTo(1);
    assertThat(drift).doesNotExist();
  }

  @Test
  void entriesOfAnArchiveAreScoredOnce() throws IOException {
    Path archive = folder.resolve("new/more.zip");
    try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(archive))) {
      for (int i = 0; i < 3; i++) {
        zip.putNextEntry(new java.util.zip.ZipEntry("deep/" + i + ".png"));
        zip.write(Files.readAllBytes(folder.resolve("new/good" + i + ".png")));
        zip.closeEntry();
      }
    }

    assertThat(predict().images()).isEqualTo(8);
    assertThat(predict().images()).isZero();
    assertThat(paths(table())).hasSize(8).contains("more/deep/2.png");
  }

  private ExperimentConfig config() {
    return new ConfigLoader(new CatalogModels())
        .load(
            new ConfigSources(
                Map.of(),
                Stream.of("storage.root=" + folder + "/store", "cluster.master=local[2]")
                    .map(text -> ConfigOverride.assignment("--set", text))
                    .toList(),
                false));
  }
}
