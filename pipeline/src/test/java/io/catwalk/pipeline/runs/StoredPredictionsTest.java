package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPredictionsTest {

  private static final String RUN = "runs/one";
  private final SparkSession spark = LocalSpark.session();
  private ArtifactStore store;

  @BeforeEach
  void open(@TempDir Path root) {
    store = HadoopStorage.with(Map.of()).store(root.resolve("a store").toString());
  }

  @Test
  void readsWhatSparkWroteInTheSameOrder() {
    LabelledScores scores = Scores.random(500, 40, 64, 1);
    List<Prediction> written = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      // Every tenth has no known class, as when new images are scored.
      int actual = i % 10 == 0 ? -1 : scores.labels()[i];
      // Of every third image nothing more is known.
      ImageFacts facts =
          i % 3 == 0 ? null : new ImageFacts(i, i + 1, i / 500.0, Map.of("camera", "ünï" + i));
      written.add(new Prediction("ünï/" + i, "sha-" + i, actual, scores.probabilities()[i], facts));
    }
    new PredictionTable(spark, Scores.names(40))
        .write(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(written, 12),
            store.resolve(RUN + "/predictions.parquet"));

    List<Prediction> read = new ArrayList<>();
    new StoredPredictions(store, RUN).forEach(read::add);

    assertThat(read).hasSize(500);
    for (int i = 0; i < 500; i++) {
      assertThat(read.get(i).path()).isEqualTo(written.get(i).path());
      assertThat(read.get(i).sha256()).isEqualTo(written.get(i).sha256());
      assertThat(read.get(i).actual()).isEqualTo(written.get(i).actual());
      assertThat(read.get(i).facts()).isEqualTo(written.get(i).facts());
      assertThat(read.get(i).probabilities()).containsExactly(written.get(i).probabilities());
    }
  }

  @Test
  void missingPredictionsAreTold() {
    assertMistake("there are no predictions; evaluate the model first");
  }

  @Test
  void aTruncatedFileIsTold() {
    writeAFew();
    String file = part();
    byte[] content = store.read(file);
    store.write(file, Arrays.copyOf(content, content.length - 100));

    assertMistake(file.substring(file.lastIndexOf('/') + 1));
  }

  @Test
  void aDamagedPageIsTold() {
    writeAFew();
    String file = part();
    byte[] content = store.read(file);
    Arrays.fill(content, 4, 60, (byte) 0xff);
    store.write(file, content);

    assertMistake(file.substring(file.lastIndexOf('/') + 1));
  }

  @Test
  void aTableOfSomethingElseIsTold() {
    spark.range(5).coalesce(1).write().parquet(location());

    assertMistake("it has no column path");
  }

  @Test
  void predictionsOfOtherClassesCannotBeJudged() {
    writeAFew();

    assertThatThrownBy(() -> new StoredPredictions(store, RUN).forEachOf(3, each -> {}))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining(
            "image a.png has 2 probabilities, expected one for each of 3 classes");
    assertThatThrownBy(() -> new StoredPredictions(store, RUN).forEachOf(1, each -> {}))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("image a.png is of class number 1, expected 0 to 0");
  }

  private void writeAFew() {
    List<Prediction> few = List.of(new Prediction("a.png", "aa", 1, new float[] {0.5f, 0.5f}));
    new PredictionTable(spark, Scores.names(2))
        .write(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(few, 1),
            store.resolve(RUN + "/predictions.parquet"));
  }

  private String location() {
    return store.resolve(RUN + "/predictions.parquet").toString();
  }

  private String part() {
    String folder = RUN + "/predictions.parquet";
    return folder
        + "/"
        + store.list(folder).stream().filter(name -> name.startsWith("part-")).findFirst().get();
  }

  private void assertMistake(String message) {
    assertThatThrownBy(() -> new StoredPredictions(store, RUN).forEach(prediction -> {}))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("Cannot read file:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
