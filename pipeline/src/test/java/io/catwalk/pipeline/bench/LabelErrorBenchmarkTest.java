package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.bench.LabelErrorBenchmark.Found;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.LabelErrorTable.Row;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.StoredPredictions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelErrorBenchmarkTest {

  private static final List<String> CLASSES = List.of("bag", "coat", "dress");
  private static final int IMAGES = 9000;

  @TempDir private Path folder;

  private List<Row> flip(long seed, Set<String> flipped) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(0x801);
      out.writeInt(IMAGES);
      for (int i = 0; i < IMAGES; i++) {
        out.writeByte(i % 3);
      }
    }
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), bytes.toByteArray());
    Path table = folder.resolve("tables/flips.csv");
    flipped.addAll(new LabelErrorBenchmark(folder, CLASSES, 3, seed).flip(table));
    return LabelErrorTable.read(
        "flips", Files.readAllBytes(table), List.of("path", "label", "suggested"));
  }

  @Test
  void flipsTheAskedShareToAllOtherClassesAlike() throws IOException {
    Set<String> flipped = new HashSet<>();
    List<Row> rows = flip(42, flipped);

    assertThat(rows).hasSizeBetween(220, 320);
    assertThat(flipped).containsExactlyInAnyOrderElementsOf(rows.stream().map(Row::path).toList());
    for (Row row : rows) {
      int image = Integer.parseInt(row.path().substring("train-images-idx3-ubyte#".length()));
      assertThat(row.label()).isEqualTo(CLASSES.get(image % 3)).isNotEqualTo(row.suggested());
    }
    for (String name : CLASSES) {
      assertThat(rows).filteredOn(row -> row.suggested().equals(name)).hasSizeBetween(60, 130);
    }
    assertThat(flip(42, flipped)).isEqualTo(rows);
    assertThat(flip(43, flipped)).isNotEqualTo(rows);
  }

  /**
   * Worked out by hand. Thresholds are 0.61 and 0.68; b, d and a are listed in this order, of which
   * d and a were flipped; c was flipped too and is ranked after all of these.
   */
  @Test
  void judgesTheRanking() {
    List<Prediction> predictions =
        List.of(
            prediction("a", 0, 0.2f),
            prediction("e", 0, 0.9f),
            prediction("f", 0, 0.95f),
            prediction("g", 0, 0.95f),
            prediction("b", 0, 0.05f),
            prediction("c", 1, 0.5f),
            prediction("d", 1, 0.9f),
            prediction("h", 1, 0.1f),
            prediction("i", 1, 0.05f),
            prediction("j", 1, 0.05f));

    Found found = judge(predictions, Set.of("a", "c", "d", "elsewhere"));

    assertThat(found.images()).isEqualTo(10);
    assertThat(found.flipped()).isEqualTo(3);
    assertThat(found.listed()).isEqualTo(3);
    assertThat(found.hits()).isEqualTo(2);
    assertThat(found.precision()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(found.recall()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(found.listedAveragePrecision()).isCloseTo((1 / 2.0 + 2 / 3.0) / 3, within(1e-12));
    assertThat(found.averagePrecision())
        .isCloseTo((1 / 2.0 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-12));
  }

  @Test
  void whereNothingWasFlippedNothingIsFound() {
    Found found = judge(List.of(prediction("a", 0, 0.9f), prediction("b", 1, 0.1f)), Set.of());

    assertThat(found).isEqualTo(new Found(2, 0, 0, 0, 0, 0, 0, 0));
  }

  private static Prediction prediction(String path, int label, float ofFirst) {
    return new Prediction(path, "ab12", label, new float[] {ofFirst, 1 - ofFirst});
  }

  private Found judge(List<Prediction> predictions, Set<String> flipped) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(folder.toString());
    SparkSession spark = LocalSpark.session();
    new PredictionTable(spark, List.of("cat", "dog"))
        .write(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(predictions, 1),
            store.resolve("runs/one/predictions.parquet"));
    return LabelErrorBenchmark.judge(new StoredPredictions(store, "runs/one"), 2, flipped);
  }
}
