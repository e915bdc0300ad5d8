package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyBenchmarkTest {

  @TempDir private Path folder;

  private final List<String> trained = new ArrayList<>();

  private AccuracyReport run(Map<String, String> places, AccuracyRow... rows) {
    return new AccuracyBenchmark(places, this::train, line -> {}).run(List.of(rows));
  }

  private AccuracyBenchmark.Outcome train(String experiment, List<String> settings, String run) {
    trained.add(run + ": " + experiment + " " + settings);
    return new AccuracyBenchmark.Outcome("id-" + run, 0.5 + 0.1 * trained.size(), 7, 10);
  }

  private static AccuracyRow row(String name, List<Long> seeds, Double atLeast, String... set) {
    return new AccuracyRow(name, "what", "base", List.of(set), seeds, atLeast);
  }

  @Test
  void theMeanOfAllSeedsIsJudged() {
    AccuracyReport report =
        run(
            Map.of("photos", "/p"),
            row("pets", List.of(1L, 2L), 0.65, "data.source={photos}"),
            row("hard", List.of(1L), 0.99));

    assertThat(trained)
        .containsExactly(
            "pets-1: base [data.source=/p, train.seed=1]",
            "pets-2: base [data.source=/p, train.seed=2]",
            "hard-1: base [train.seed=1]");
    AccuracyReport.Row pets = report.rows().get(0);
    assertThat(pets.accuracies()).containsExactly(0.6, 0.7);
    assertThat(pets.accuracy()).isBetween(0.6499, 0.6501);
    assertThat(pets.seconds()).isEqualTo(20);
    assertThat(pets.epochs()).isEqualTo(7);
    assertThat(pets.command())
        .isEqualTo("catwalk train --config base --set data.source=/p --set train.seed=1");
    assertThat(report.rows().get(1).reached()).isFalse();
  }

  @Test
  void aRowStartsFromAnothersFirstRun() {
    run(
        Map.of(),
        row("first", List.of(4L, 5L), null),
        row("second", List.of(6L), null, "model.from={run first}"));

    assertThat(trained.get(2)).isEqualTo("second-6: base [model.from=id-first-4, train.seed=6]");
  }

  @Test
  void whatIsNotHereIsLeftOut() {
    AccuracyReport report =
        run(
            Map.of(),
            row("pets", List.of(1L), 0.9, "data.source={photos}"),
            row("after", List.of(1L), null, "model.from={run pets}"));

    assertThat(trained).isEmpty();
    assertThat(report.rows()).isEmpty();
    assertThat(report.skipped()).containsExactly("pets", "after");
  }

  @Test
  void halvesAreMadeOfLabels() throws IOException {
    labels("train-labels-idx1-ubyte.gz", 9, 0, 4, 5);
    labels("t10k-labels-idx1-ubyte.gz", 1, 6);

    AccuracyData data = new AccuracyData(folder.resolve("tables"), false);
    data.withFashionMnist(folder, false);
    assertThat(folder.resolve("tables")).as("tables that nobody asked for").doesNotExist();

    Map<String, String> places = data.withFashionMnist(folder, true).places();

    assertThat(Files.readString(Path.of(places.get("lower"))).lines())
        .containsExactly(
            "split\tfile",
            "train\ttrain-images-idx3-ubyte#00001",
            "train\ttrain-images-idx3-ubyte#00002",
            "test\tt10k-images-idx3-ubyte#00000");
    assertThat(Files.readString(Path.of(places.get("upper"))).lines())
        .containsExactly(
            "split\tfile",
            "train\ttrain-images-idx3-ubyte#00000",
            "train\ttrain-images-idx3-ubyte#00003",
            "test\tt10k-images-idx3-ubyte#00001");
    assertThat(places).containsEntry("whole", "source");
  }

  @Test
  void settingsAreChosenOnTheLastTenthOfTheTrainingImages() throws IOException {
    labels("train-labels-idx1-ubyte.gz", 9, 0, 4, 5, 1, 1, 1, 1, 1, 2);

    Map<String, String> places =
        new AccuracyData(folder.resolve("tables"), true).withFashionMnist(folder, false).places();

    assertThat(Files.readString(Path.of(places.get("whole"))).lines())
        .hasSize(11)
        .contains("train\ttrain-images-idx3-ubyte#00008", "test\ttrain-images-idx3-ubyte#00009")
        .noneMatch(line -> line.contains("t10k"));
  }

  /** cat.3 is sealed, dog.2 is an open one that settings are chosen by. */
  @Test
  void aThirdOfThePhotosIsSealedByTheirNames() throws IOException {
    photos("cat.0.jpg", "cat.3.jpg", "dog.2.jpg", "notes.jpg");

    assertThat(table("sealed", false, ""))
        .containsExactly(
            "split\tfile\tlabel",
            "train\tphotos/cat.0.jpg\tcat",
            "test\tphotos/cat.3.jpg\tcat",
            "train\tphotos/dog.2.jpg\tdog");
    assertThat(table("sealed", true, ""))
        .as("sealed ones are not even read")
        .containsExactly(
            "split\tfile\tlabel", "train\tphotos/cat.0.jpg\tcat", "test\tphotos/dog.2.jpg\tdog");
  }

  @Test
  void theBooksValidationImagesTestUnlessSettingsAreChosen() throws IOException {
    photos("cat.0.jpg", "cat.1.jpg", "cat.2.jpg", "cat.3.jpg", "dog.1.jpg", "dog.2.jpg");
    String book =
        "train\tphotos/cat.0.jpg\tcat\ntrain\tphotos/dog.2.jpg\tdog\ntrain\tphotos/cat.3.jpg\tcat\n"
            + "validation\tphotos/cat.1.jpg\tcat\ntest\tphotos/dog.0.jpg\tdog\n";

    assertThat(table("book", false, book))
        .containsExactly(
            "split\tfile\tlabel",
            "train\tphotos/cat.0.jpg\tcat",
            "train\tphotos/dog.2.jpg\tdog",
            "train\tphotos/cat.3.jpg\tcat",
            "test\tphotos/cat.1.jpg\tcat");
    assertThat(table("book", true, book))
        .containsExactly(
            "split\tfile\tlabel", "train\tphotos/cat.0.jpg\tcat", "test\tphotos/dog.2.jpg\tdog");
    assertThat(table("rest", false, book))
        .containsExactly(
            "split\tfile\tlabel", "train\tphotos/cat.2.jpg\tcat", "test\tphotos/dog.1.jpg\tdog");
  }

  @Test
  void foldersAndTablesThatAreNoneAreToldInALine() throws IOException {
    assertThatThrownBy(() -> table("sealed", false, ""))
        .hasMessage("--photos " + folder + ": no photo below it is named like cat.12.jpg");
    photos("cat.0.jpg");
    assertThatThrownBy(() -> table("book", false, "train photos/cat.0.jpg\n"))
        .hasMessageEndingWith("book.tsv: expected lines of split, tab, file below a head");
  }

  private void photos(String... names) throws IOException {
    Files.createDirectories(folder.resolve("photos"));
    for (String name : names) {
      Files.write(folder.resolve("photos").resolve(name), new byte[0]);
    }
  }

  /** Lines of a table that is made of the photos. */
  private List<String> table(String place, boolean choosing, String book) throws IOException {
    AccuracyData data = new AccuracyData(folder.resolve("tables"), choosing).withPhotos(folder);
    if (!book.isEmpty()) {
      data.withBookSplit(
          Files.writeString(folder.resolve("book.tsv"), "split\tfile\tlabel\n" + book));
    }
    return Files.readAllLines(Path.of(data.places().get(place)));
  }

  @Test
  void moreThanAFewNamesAreSealedInThirdsAndOpenOnesChosenByInFifths() {
    List<String> names = IntStream.range(0, 3000).mapToObj(i -> "cat." + i + ".jpg").toList();

    assertThat(names.stream().filter(SealedPhotos::sealed)).hasSizeBetween(920, 1080);
    assertThat(names.stream().filter(SealedPhotos::chooses))
        .hasSizeBetween(340, 460)
        .noneMatch(SealedPhotos::sealed);
    assertThat(SealedPhotos.sealed("a/b/" + names.get(7)))
        .as("folders do not count")
        .isEqualTo(SealedPhotos.sealed(names.get(7)));
  }

  private void labels(String name, int... labels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(0x801);
      out.writeInt(labels.length);
      for (int label : labels) {
        out.writeByte(label);
      }
    }
    Files.write(folder.resolve(name), bytes.toByteArray());
  }
}
