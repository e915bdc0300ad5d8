package io.catwalk.pipeline.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.shard.ShardPartitioner;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that changes between two ingests. */
class IngestGrowthTest {

  private final SparkSession spark = LocalSpark.session();
  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  @TempDir private Path temporary;
  private Path source;
  private long read;

  @BeforeEach
  void draw() throws IOException {
    source = temporary.resolve("source");
    Sources.pets(source, 12);
    Sources.put(source.resolve("cat/bad.jpg"), "text".getBytes());
  }

  @Test
  void readsWhatIsNewAloneAndGivesWhatAFullReadingGives() throws IOException {
    DatasetConfig config = Sources.config(source, SplitRule.HASH, "");
    StoredDataset first = grow("a", config, null);
    assertThat(read).isEqualTo(25);
    Sources.put(source.resolve("dog/new.png"), TestImages.photo("png", 900));
    Sources.put(source.resolve("cat/new.png"), TestImages.photo("png", 901));
    Files.delete(source.resolve("cat/003.jpg"));
    Files.delete(source.resolve("dog/004.png"));

    StoredDataset second = grow("a", config, first);

    assertThat(read).isEqualTo(2);
    DatasetManifest full = grow("b", config, null).manifest();
    DatasetManifest manifest = second.manifest();
    assertThat(manifest.version())
        .isEqualTo(full.version())
        .isNotEqualTo(first.manifest().version());
    assertThat(manifest.counts()).isEqualTo(full.counts());
    assertThat(manifest.mean()).isEqualTo(full.mean());
    assertThat(manifest.quarantined()).isEqualTo(Map.of("not-an-image", 1L));
    assertThat(manifest.duplicates()).isEqualTo(full.duplicates());
    assertThat(rows(second)).isEqualTo(rows(grow("b", config, null)));
    DatasetGrowth growth = manifest.growth();
    assertThat(growth.base()).isEqualTo(first.manifest().version());
    assertThat(growth.fresh().images()).isEqualTo(2);
    assertThat(growth.removed()).isEqualTo(2);
    assertThat(growth.all().images()).isEqualTo(24);
    assertThat(growth.all().bad()).isEqualTo(1);
    assertThat(growth.fresh().meanBrightness()).isBetween(0.01, 0.99);
  }

  @Test
  void sharesTheShardsInWhichNothingChanged() throws IOException {
    DatasetConfig config = Sources.config(source, SplitRule.HASH, "");
    StoredDataset first = grow("a", config, null, 2000);
    assertThat(first.manifest().growth().buckets()).isEqualTo(10);
    Sources.put(source.resolve("dog/new.png"), TestImages.photo("png", 900));

    StoredDataset second = grow("a", config, first, 2000);
    Sources.put(source.resolve("dog/newer.png"), TestImages.photo("png", 903));
    StoredDataset third = grow("a", config, second, 2000);

    assertThat(second.manifest().growth().shared()).isGreaterThan(10);
    assertThat(third.manifest().growth().shared()).isGreaterThan(10);
    assertThat(third.manifest().growth().shards().get("train"))
        .anyMatch(file -> file.startsWith("../" + first.manifest().version() + "/shards/"));
    StoredDataset full = grow("b", config, null, 2000);
    assertThat(third.manifest().version()).isEqualTo(full.manifest().version());
    // In the same order, which decides what training gives.
    assertThat(rows(third)).isEqualTo(rows(full));
  }

  @Test
  void aChangedFileIsReadAgainAndAnUnchangedSourceIsNot() throws IOException {
    DatasetConfig config = Sources.config(source, SplitRule.HASH, "");
    StoredDataset first = grow("a", config, null);
    ArtifactStore store = storage.store(temporary.resolve("a").toString());
    StoredDatasets datasets = new StoredDatasets(store, storage.sources());
    assertThat(datasets.known(config).dataset().orElseThrow().manifest().version())
        .isEqualTo(first.manifest().version());
    assertThat(datasets.known(config).files()).isEqualTo(25);
    Path file = source.resolve("cat/003.jpg");
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
    assertThat(datasets.known(config).dataset()).isEmpty();

    StoredDataset second = grow("a", config, first);

    assertThat(read).isEqualTo(1);
    assertThat(second.manifest().version()).isEqualTo(first.manifest().version());
    // What has other times of change and the same content is read once.
    Sources.put(source.resolve("dog/new.png"), TestImages.photo("png", 900));
    grow("a", config, second);
    assertThat(read).isEqualTo(1);
  }

  @Test
  void whatTestedOnceNeverTrains() throws IOException {
    Path divided = temporary.resolve("divided");
    Sources.pets(divided.resolve("train"), 12);
    Path test = divided.resolve("test/cat");
    for (int i = 0; i < 4; i++) {
      Sources.put(test.resolve(i + ".png"), TestImages.photo("png", 700 + i));
      Sources.put(divided.resolve("test/dog/" + i + ".png"), TestImages.photo("png", 800 + i));
    }
    DatasetConfig config = Sources.config(divided, SplitRule.SOURCE, "");
    StoredDataset first = grow("a", config, null);
    // It leaves, and comes back where it would train.
    byte[] tested = Files.readAllBytes(test.resolve("2.png"));
    Files.delete(test.resolve("2.png"));
    StoredDataset second = grow("a", config, first);
    Sources.put(divided.resolve("train/cat/again.png"), tested);

    StoredDataset third = grow("a", config, second);

    assertThat(paths(third, Split.TEST)).contains("train/cat/again.png");
    assertThat(paths(third, Split.TRAIN)).doesNotContain("train/cat/again.png");
    assertThat(paths(third, Split.VALIDATION)).doesNotContain("train/cat/again.png");
  }

  @Test
  void otherSettingsReadEverythingAndStillSpareTheTests() throws IOException {
    StoredDataset first = grow("a", Sources.config(source, SplitRule.HASH, ""), null);
    DatasetConfig larger = Sources.config(source, SplitRule.HASH, "", 0, 20, List.of(), 50);
    TreeSet<String> tested = paths(first, Split.TEST);

    StoredDataset second = grow("a", larger, first);

    assertThat(read).isEqualTo(25);
    assertThat(second.manifest().growth().base()).isNull();
    assertThat(paths(second, Split.TEST)).containsAll(tested);
  }

  @Test
  void whatAPersonApprovesIsIngestedAndKnownFromThenOn() throws IOException {
    DatasetConfig strict = Sources.config(source, SplitRule.HASH, "", 0, 16, List.of(), 1);
    ArtifactStore store = storage.store(temporary.resolve("a").toString());
    List<String> asked = new ArrayList<>();
    BadImageApproval approval = answer(false, null, asked);
    Ingest ingest = new Ingest(spark, store, storage.sources());
    assertThatThrownBy(
            () -> ingest.run(strict, Optional.empty(), List.of(), approval, IngestListener.SILENT))
        .hasMessageContaining("1 of 25 images cannot be used")
        .hasMessageEndingWith("/rejected/quarantine.csv; approve it");
    assertThat(asked.get(0)).startsWith(source + ": 1 of 25").doesNotContain("rejected");
    assertThat(Files.readString(temporary.resolve("a/datasets/pets/rejected/quarantine.csv")))
        .startsWith("path,class,reason,detail,bytes,sha256\ncat/bad.jpg,cat,not-an-image,");

    BadImageApproval approved =
        new BadImageApproval() {
          @Override
          public boolean approves(String what) {
            return true;
          }

          @Override
          public String remedy() {
            throw new AssertionError("nothing is wrong");
          }
        };
    StoredDataset taken =
        ingest.run(strict, Optional.empty(), List.of(), approved, IngestListener.SILENT);

    assertThat(taken.manifest().quarantined()).isEqualTo(Map.of("not-an-image", 1L));
    assertThat(Path.of(java.net.URI.create(taken.uri())).resolve("quarantine.csv")).exists();
    assertThat(
            new StoredDatasets(store, storage.sources())
                .known(strict)
                .dataset()
                .orElseThrow()
                .manifest())
        .isEqualTo(taken.manifest());
  }

  /** They stay in the source, and would be asked about night after night. */
  @Test
  void badImagesThatWereAcceptedAreNotCountedAgain() throws IOException {
    Sources.put(source.resolve("cat/bad.jpg"), "text".getBytes(UTF_8));
    Sources.put(source.resolve("cat/empty.jpg"), new byte[0]);
    DatasetConfig strict = Sources.config(source, SplitRule.HASH, "", 0, 16, List.of(), 1);
    Ingest ingest =
        new Ingest(spark, storage.store(temporary.resolve("a").toString()), storage.sources());
    List<String> asked = new ArrayList<>();
    StoredDataset taken =
        ingest.run(
            strict, Optional.empty(), List.of(), answer(true, null, asked), IngestListener.SILENT);
    assertThat(asked).hasSize(1);
    asked.clear();

    Sources.put(source.resolve("dog/new.png"), TestImages.photo("png", 900));
    StoredDataset grown =
        ingest.run(
            strict,
            Optional.of(taken),
            List.of(),
            answer(false, taken, asked),
            IngestListener.SILENT);

    assertThat(asked).isEmpty();
    assertThat(grown.manifest().quarantined().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(2);
    Sources.put(source.resolve("cat/worse.jpg"), "another text".getBytes(UTF_8));
    assertThatThrownBy(
            () ->
                ingest.run(
                    strict,
                    Optional.of(grown),
                    List.of(),
                    answer(false, taken, asked),
                    IngestListener.SILENT))
        .hasMessageContaining("1 of 26 images cannot be used besides 2 that were accepted before");
    assertThat(asked).hasSize(1);
  }

  private static BadImageApproval answer(boolean yes, StoredDataset before, List<String> asked) {
    return new BadImageApproval() {
      @Override
      public Optional<StoredDataset> before() {
        return Optional.ofNullable(before);
      }

      @Override
      public boolean approves(String what) {
        asked.add(what);
        return yes;
      }

      @Override
      public String remedy() {
        return "approve it";
      }
    };
  }

  private StoredDataset grow(String store, DatasetConfig config, StoredDataset base) {
    return grow(store, config, base, ShardPartitioner.SHARD_BYTES);
  }

  private StoredDataset grow(
      String store, DatasetConfig config, StoredDataset base, long shardBytes) {
    IngestListener listener =
        new IngestListener() {
          @Override
          public void started(long images) {
            read = images;
          }
        };
    return new Ingest(
            spark,
            storage.store(temporary.resolve(store).toString()),
            storage.sources(),
            shardBytes)
        .run(config, Optional.ofNullable(base), List.of(), BadImageApproval.NONE, listener);
  }

  private List<String> rows(StoredDataset dataset) {
    List<String> rows = new ArrayList<>();
    for (Split split : Split.values()) {
      dataset
          .describedExamples(spark, split)
          .collect()
          .forEach(
              e ->
                  rows.add(
                      split.id()
                          + " "
                          + e.path()
                          + " "
                          + e.label()
                          + " "
                          + e.sha256()
                          + " "
                          + java.util.Arrays.hashCode(e.pixels())
                          + " "
                          + e.facts()));
    }
    return rows;
  }

  private TreeSet<String> paths(StoredDataset dataset, Split split) {
    return new TreeSet<>(dataset.examples(spark, split).map(Example::path).collect());
  }
}
