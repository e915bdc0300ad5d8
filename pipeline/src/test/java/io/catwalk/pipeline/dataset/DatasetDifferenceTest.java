package io.catwalk.pipeline.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new is content, whatever its files are called and when they were changed. */
class DatasetDifferenceTest {

  private final SparkSession spark = LocalSpark.session();
  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  @TempDir private Path temporary;
  private Path source;

  @BeforeEach
  void draw() throws IOException {
    source = temporary.resolve("source");
    Sources.pets(source, 12);
    Sources.put(source.resolve("cat/bad.jpg"), "text".getBytes(UTF_8));
    Sources.put(source.resolve("cat/empty.jpg"), new byte[0]);
  }

  @Test
  void touchedFilesAreNotNew() throws IOException {
    StoredDataset first = ingest("a", source, null);
    touch(source);
    Sources.put(source.resolve("dog/new.png"), TestImages.photo("png", 900));
    Sources.put(source.resolve("dog/worse.png"), "another text".getBytes(UTF_8));
    Files.delete(source.resolve("cat/003.jpg"));

    DatasetDifference difference = difference(first, ingest("a", source, first));

    assertThat(difference.fresh().images()).isEqualTo(1);
    assertThat(difference.fresh().bad()).isEqualTo(1);
    assertThat(difference.removed()).isEqualTo(1);
  }

  @Test
  void theSameBytesOfAnotherFolderAreNotNew() throws IOException {
    StoredDataset first = ingest("a", source, null);
    Path elsewhere = temporary.resolve("elsewhere");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = source.relativize(file).toString().replace("cat/", "cat/x-");
        Sources.put(elsewhere.resolve(name), Files.readAllBytes(file));
      }
    }
    Sources.put(elsewhere.resolve("dog/new.png"), TestImages.photo("png", 900));

    // Read as a whole, as by `catwalk ingest`, or beside the first: the same is new.
    DatasetDifference whole = difference(first, ingest("b", elsewhere, null));
    DatasetDifference grown = difference(first, ingest("a", elsewhere, first));

    assertThat(whole.fresh().images()).isEqualTo(1);
    assertThat(whole.fresh().bad()).isZero();
    assertThat(whole.removed()).isZero();
    assertThat(grown).isEqualTo(whole);
  }

  @Test
  void besideNoneAllIsNew() throws IOException {
    StoredDataset first = ingest("a", source, null);

    DatasetDifference difference = DatasetDifference.of(spark, Optional.empty(), first);

    DatasetGrowth.Totals all = first.manifest().growth().all();
    assertThat(difference.removed()).isZero();
    assertThat(difference.fresh().images()).isEqualTo(24);
    assertThat(difference.fresh().bad()).isEqualTo(2);
    assertThat(difference.fresh().meanWidth()).isCloseTo(all.meanWidth(), within(1e-9));
    assertThat(difference.fresh().meanHeight()).isCloseTo(all.meanHeight(), within(1e-9));
    assertThat(difference.fresh().meanBrightness()).isCloseTo(all.meanBrightness(), within(1e-9));
    assertThat(difference(first, first).fresh()).isEqualTo(new DatasetGrowth.Totals(0, 0, 0, 0, 0));
  }

  private DatasetDifference difference(StoredDataset before, StoredDataset now) {
    return DatasetDifference.of(spark, Optional.of(before), now);
  }

  private static void touch(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }

  private StoredDataset ingest(String store, Path from, StoredDataset base) {
    DatasetConfig config = Sources.config(from, SplitRule.HASH, "");
    return new Ingest(spark, storage.store(temporary.resolve(store).toString()), storage.sources())
        .run(
            config,
            Optional.ofNullable(base),
            List.of(),
            BadImageApproval.NONE,
            IngestListener.SILENT);
  }
}
