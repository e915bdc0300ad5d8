package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset that grew twice: the versions share shards. */
class DatasetDeletionTest {

  private final SparkSession spark = LocalSpark.session();
  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  @TempDir private Path temporary;
  private DatasetConfig config;
  private ArtifactStore store;
  private StoredDataset first;
  private StoredDataset second;

  @BeforeEach
  void grow() throws IOException {
    Path source = temporary.resolve("source");
    Sources.pets(source, 6);
    config = Sources.config(source, SplitRule.HASH, "");
    store = storage.store(temporary.resolve("store").toString());
    first = ingest(null);
    Sources.put(source.resolve("dog/new.png"), TestImages.photo("png", 900));
    second = ingest(first);
    assertThat(second.manifest().growth().shared()).isPositive();
  }

  @Test
  void whatALaterVersionReadsStays() {
    DatasetDeletion datasets = new DatasetDeletion(store);
    assertThat(datasets.all()).containsExactlyInAnyOrder(name(first), name(second));
    assertThat(datasets.readers(name(first))).containsExactly(name(second));
    assertThat(datasets.readers(name(second))).isEmpty();

    assertThatThrownBy(() -> datasets.delete(name(first), List.of()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("dataset " + name(second) + " reads its shards");
    assertThatThrownBy(() -> datasets.delete(name(second), List.of("model m uses it")))
        .hasMessageContaining("cannot be deleted: model m uses it; delete these first");
    count(second);

    datasets.delete(name(second), List.of());
    assertThat(datasets.all()).containsExactly(name(first));
    count(first);
    datasets.delete(name(first), List.of());
    assertThat(datasets.all()).isEmpty();
    assertThatThrownBy(() -> datasets.delete("pets", List.of()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("There is no dataset pets; expected NAME@VERSION");
  }

  @Test
  void aReaderSaysWhichVersionAMissingShardBelongedTo() {
    // By hand: no command does so.
    store.delete(StoredDatasets.path(first));

    assertThatThrownBy(() -> count(second))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageMatching(
            "Dataset %s: shard shards/split=\\w+/part-\\S+ is missing, which belongs to version %s; bring that version's folder back, or delete %s and ingest again"
                .formatted(name(second), first.manifest().version(), name(second)));
  }

  @Test
  void aReaderSaysThatAShardOfItsOwnIsMissing() throws IOException {
    String shard = first.manifest().growth().shards().get("train").get(0);
    Files.delete(Path.of(java.net.URI.create(first.uri() + "/" + shard)));

    assertThatThrownBy(() -> count(first))
        .hasMessageContaining(
            "shard %s is missing, which belongs to version %s;"
                .formatted(shard, first.manifest().version()));
  }

  @Test
  void aVersionWhoseBaseWasDeletedMeanwhileDoesNotAppear() {
    store.delete(StoredDatasets.path(second));
    store.delete(StoredDatasets.manifest("pets", first.manifest().version()));

    assertThatThrownBy(() -> ingest(first))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("Dataset " + name(first) + " was deleted while a new version");
    assertThat(new DatasetDeletion(store).all()).isEmpty();
  }

  @Test
  void whatAKilledDeletionLeftIsInNobodysWay() {
    store.delete(StoredDatasets.manifest("pets", second.manifest().version()));

    StoredDataset again = ingest(first);

    assertThat(again.manifest().version()).isEqualTo(second.manifest().version());
    count(again);
  }

  private StoredDataset ingest(StoredDataset base) {
    return new Ingest(spark, store, storage.sources(), 2000)
        .run(
            config,
            Optional.ofNullable(base),
            List.of(),
            BadImageApproval.NONE,
            IngestListener.SILENT);
  }

  private static String name(StoredDataset dataset) {
    return dataset.manifest().name() + "@" + dataset.manifest().version();
  }

  private void count(StoredDataset dataset) {
    for (Split split : Split.values()) {
      assertThat(dataset.examples(spark, split).count()).isEqualTo(dataset.manifest().count(split));
    }
  }
}
