package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    AccuracyData data = new AccuracyData(folder.resolve("tables"));
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
  }

  @Test
  void theBooksValidationImagesTest() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("book.tsv"),
            "split\tfile\ntrain\ta.jpg\nvalidation\tb.jpg\ntest\tc.jpg\n");

    Map<String, String> places =
        new HashMap<>(new AccuracyData(folder.resolve("tables")).withBookSplit(table).places());

    assertThat(Files.readString(Path.of(places.get("book"))))
        .isEqualTo("split\tfile\ntrain\ta.jpg\ntest\tb.jpg\n");
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
