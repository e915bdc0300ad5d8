package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.Corrections;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelCorrectionsTest {

  private final SparkSession spark = LocalSpark.session();
  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  @TempDir private Path temporary;
  private ArtifactStore store;
  private Path source;

  @BeforeEach
  void open() throws IOException {
    store = storage.store(temporary.resolve("store").toString());
    source = Sources.pets(temporary.resolve("source"), 12);
  }

  private String table(String name, String... lines) throws IOException {
    Path file = temporary.resolve(name + ".csv");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return file.toString();
  }

  private DatasetConfig config(String exclude, String relabel) {
    return Sources.config(source, SplitRule.HASH, "", new Corrections(exclude, relabel));
  }

  private Ingest ingest() {
    return new Ingest(spark, store, storage.sources());
  }

  private StoredDataset run(DatasetConfig config) {
    return ingest().run(config, IngestListener.SILENT);
  }

  /** Path → name of its class. */
  private Map<String, String> labels(StoredDataset dataset) {
    Map<String, String> labels = new HashMap<>();
    for (Split split : Split.values()) {
      dataset
          .examples(spark, split)
          .collect()
          .forEach(e -> labels.put(e.path(), dataset.manifest().classes().get(e.label())));
    }
    return labels;
  }

  @Test
  void leavesOutAndRelabelsAndTells() throws IOException {
    StoredDataset plain = run(config("", ""));
    assertThat(plain.manifest().settings()).doesNotContainKeys("data.exclude", "data.relabel");
    String exclude = table("exclude", "path,label", "cat/001.png,cat", "dog/003.jpg,", "gone.jpg,");
    String relabel =
        table("relabel", "path,label,suggested", "cat/002.bmp,cat,dog", "dog/004.png,dog,dog");

    StoredDataset corrected = run(config(exclude, relabel));

    Map<String, String> expected = labels(plain);
    expected.keySet().removeAll(List.of("cat/001.png", "dog/003.jpg"));
    expected.put("cat/002.bmp", "dog");
    assertThat(labels(corrected)).isEqualTo(expected);
    DatasetManifest manifest = corrected.manifest();
    assertThat(manifest.version()).isNotEqualTo(plain.manifest().version());
    assertThat(manifest.notices().leftOut()).containsEntry("data.exclude", 2L);
    assertThat(manifest.notices().warnings())
        .contains(
            "data.exclude = "
                + exclude
                + ": 1 of 3 rows name no image of the source, the first on line 4: gone.jpg",
            "data.relabel = " + relabel + " changed the class of 1 images");
    assertThat(manifest.settings())
        .containsEntry("data.exclude", exclude)
        .containsEntry("data.relabel", relabel);
  }

  @Test
  void anotherTableOfTheSameNameAndLengthIsNoticed() throws IOException {
    DatasetConfig config = config(table("t", "path", "cat/001.png"), "");
    StoredDataset first = run(config);
    StoredDatasets datasets = new StoredDatasets(store, storage.sources());
    assertThat(datasets.known(config).dataset())
        .hasValueSatisfying(
            known -> assertThat(known.manifest().version()).isEqualTo(first.manifest().version()));

    table("t", "path", "cat/004.png");

    assertThat(datasets.known(config).dataset()).isEmpty();
    assertThat(labels(run(config))).containsKey("cat/001.png").doesNotContainKey("cat/004.png");
  }

  @Test
  void growsFromADatasetBefore() throws IOException {
    StoredDataset base = run(config("", ""));
    String relabel = table("relabel", "path,suggested", "cat/002.bmp,dog");

    StoredDataset grown =
        ingest()
            .run(
                config("", relabel),
                Optional.of(base),
                List.of(),
                BadImageApproval.NONE,
                IngestListener.SILENT);

    assertThat(labels(grown)).containsEntry("cat/002.bmp", "dog").hasSize(24);
    assertThat(grown.manifest().version()).isEqualTo(run(config("", relabel)).manifest().version());
  }

  @Test
  void worksForIdxToo() throws IOException {
    source = Sources.mnist(temporary.resolve("mnist"), 300, 20);
    String exclude = table("e", "path", "train-images-idx3-ubyte#00000");
    String relabel = table("r", "path,label,suggested", "train-images-idx3-ubyte#00011,1,7");
    DatasetConfig config =
        Sources.config(source, SplitRule.SOURCE, "", new Corrections(exclude, relabel));

    assertThat(labels(run(config)))
        .hasSize(319)
        .doesNotContainKey("train-images-idx3-ubyte#00000")
        .containsEntry("train-images-idx3-ubyte#00011", "7")
        .containsEntry("train-images-idx3-ubyte#00012", "2");
  }

  @Test
  void aTableOfARunOnRelabelledImagesMayExcludeThem() throws IOException {
    String relabel = table("r", "path,suggested", "cat/002.bmp,dog");
    String exclude = table("e", "path,label", "cat/002.bmp,dog");

    StoredDataset dataset = run(config(exclude, relabel));

    assertThat(labels(dataset)).hasSize(23).doesNotContainKey("cat/002.bmp");
  }

  @Test
  void tellsOfAClassThatIsGone() throws IOException {
    Sources.put(source.resolve("owl/1.png"), TestImages.photo("png", 99));

    DatasetManifest manifest = run(config(table("e", "path", "owl/1.png"), "")).manifest();

    assertThat(manifest.classes()).containsExactly("cat", "dog");
    assertThat(manifest.notices().warnings())
        .contains("data.exclude and data.relabel leave no image of owl");
  }

  @Test
  void refusesWhatDoesNotFitTheSource() throws IOException {
    refuses(
        config("", table("a", "path,suggested", "cat/001.png,dog", "cat/002.bmp,cow")),
        "a.csv:3: there is no class 'cow'; the source's are cat, dog");
    refuses(
        config("", table("b", "path,label,suggested", "cat/001.png,dog,cat")),
        "b.csv:2: cat/001.png is labelled 'dog', the source says 'cat'");
    refuses(
        config(table("c", "path,label", "dog/000.jpg,cat"), ""),
        "c.csv:2: dog/000.jpg is labelled 'cat', the source says 'dog'");
    refuses(config(table("d", "file", "x"), ""), "d.csv:1: expected a header with the column path");
    refuses(config(temporary.resolve("none.csv").toString(), ""), "Cannot read data.exclude = ");
  }

  private void refuses(DatasetConfig config, String message) {
    assertThatThrownBy(() -> run(config))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(message);
    assertThat(store.list("datasets/pets")).as("nothing is half-written").isEmpty();
  }
}
