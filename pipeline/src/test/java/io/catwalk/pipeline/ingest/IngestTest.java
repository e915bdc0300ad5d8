package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

  private final SparkSession spark = LocalSpark.session();
  private final HadoopStorage storage = HadoopStorage.with(Map.of());
  private final SourceFiles files = storage.sources();
  @TempDir private Path temporary;
  private ArtifactStore store;
  private Path source;

  @BeforeEach
  void open() {
    store = storage.store(temporary.resolve("store").toString());
    source = temporary.resolve("source");
  }

  /** Remembers what it was told. */
  private static final class Told implements IngestListener {
    private long started;
    private long last;
    private Boolean reused;
    private final List<String> warnings = new ArrayList<>();

    @Override
    public void started(long images) {
      started = images;
    }

    @Override
    public void warned(String text) {
      warnings.add(text);
    }

    @Override
    public void advanced(long done) {
      assertThat(done).isGreaterThan(last);
      last = done;
    }

    @Override
    public void finished(DatasetManifest manifest, boolean wasReused) {
      reused = wasReused;
    }
  }

  private StoredDataset run(DatasetConfig config) {
    return new Ingest(spark, store, files).run(config, IngestListener.SILENT);
  }

  private List<Example> examples(StoredDataset dataset) {
    List<Example> all = new ArrayList<>();
    for (Split split : Split.values()) {
      all.addAll(dataset.examples(spark, split).collect());
    }
    return all;
  }

  private static Map<String, String> byPath(List<Example> examples) {
    Map<String, String> rows = new HashMap<>();
    examples.forEach(
        e ->
            rows.put(
                e.path(),
                e.label() + " " + e.sha256() + " " + java.util.Arrays.hashCode(e.pixels())));
    return rows;
  }

  @Test
  void storesTheSameOnceUnderOneVersion() throws IOException {
    Sources.pets(source, 20);
    DatasetConfig config = Sources.config(source, SplitRule.HASH, "");
    Told first = new Told();
    StoredDataset stored = new Ingest(spark, store, files).run(config, first);
    assertThat(first.started).isEqualTo(40);
    assertThat(first.last).isEqualTo(40);
    assertThat(first.reused).isFalse();
    DatasetManifest manifest = stored.manifest();
    assertThat(manifest.classes()).containsExactly("cat", "dog");
    assertThat(manifest.counts().get("train").keySet()).containsExactly("cat", "dog");
    assertThat(manifest.synthetic()).isFalse();
    List<Example> examples = examples(stored);
    assertThat(examples).hasSize(40);
    assertThat(
            manifest.count(Split.TRAIN)
                + manifest.count(Split.VALIDATION)
                + manifest.count(Split.TEST))
        .isEqualTo(40);

    Told again = new Told();
    new Ingest(spark, store, files).run(config, again);
    assertThat(again.reused).isTrue();
    assertThat(again.started).isZero();

    String manifestFile = "datasets/pets/" + manifest.version() + "/manifest.json";
    byte[] before = store.read(manifestFile);
    for (String name : List.of("pets.zip", "pets.tar", "pets.tar.gz")) {
      Path packed = Sources.pack(source, temporary.resolve("packed").resolve(name));
      StoredDataset same = run(Sources.config(packed, SplitRule.HASH, ""));
      assertThat(same.manifest().version()).as(name).isEqualTo(manifest.version());
    }
    assertThat(store.read(manifestFile)).as("the stored dataset stays").isEqualTo(before);

    StoredDataset other = run(Sources.config(source, SplitRule.HASH, "", 0, 8, List.of(), 50));
    assertThat(other.manifest().version()).isNotEqualTo(manifest.version());
    StoredDatasets datasets = new StoredDatasets(store, files);
    assertThat(datasets.versions("pets")).hasSize(2);
    assertThat(datasets.open("pets").manifest()).isEqualTo(other.manifest());
    assertThat(datasets.open("pets/" + manifest.version()).manifest()).isEqualTo(manifest);
    StoredDataset byUri = datasets.open(stored.uri());
    assertThat(byPath(examples(byUri))).isEqualTo(byPath(examples));
    assertThatThrownBy(() -> datasets.open("cows"))
        .hasMessageContaining("There is no dataset cows")
        .hasMessageContaining("holds pets");
  }

  @Test
  void packedFilesGiveTheSameExamples() throws IOException {
    Sources.pets(source, 6);
    Map<String, String> plain = byPath(examples(run(Sources.config(source, SplitRule.HASH, ""))));
    for (String name : List.of("pets.zip", "pets.tar", "pets.tgz")) {
      ArtifactStore other = storage.store(temporary.resolve("store-" + name).toString());
      Path packed = Sources.pack(source, temporary.resolve("packed").resolve(name));
      StoredDataset dataset =
          new Ingest(spark, other, files)
              .run(Sources.config(packed, SplitRule.HASH, ""), IngestListener.SILENT);
      assertThat(byPath(examples(dataset))).as(name).isEqualTo(plain);
    }
  }

  @Test
  void keepsTheOrderOfTheHashes() throws IOException {
    Sources.pets(source, 30);
    StoredDataset dataset = run(Sources.config(source, SplitRule.HASH, ""));
    List<String> hashes = dataset.examples(spark, Split.TRAIN).map(Example::sha256).collect();
    assertThat(hashes).hasSizeGreaterThan(20).isSorted();
    long batches =
        Minibatches.of(dataset.examples(spark, Split.TRAIN), 7, Vectoriser.of(dataset.manifest()))
            .map(batch -> batch.numExamples())
            .reduce(Integer::sum);
    assertThat(batches).isEqualTo(hashes.size());
  }

  @Test
  void quarantinesBadImagesAndGoesOn() throws IOException {
    Sources.pets(source, 12);
    byte[] jpeg = TestImages.photo("jpg", 99);
    Sources.put(source.resolve("cat/empty.jpg"), new byte[0]);
    Sources.put(
        source.resolve("cat/text.jpg"), "no cat".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Sources.put(source.resolve("dog/half.jpg"), TestImages.cut(jpeg, 0.5));
    Sources.put(source.resolve("dog/bomb.png"), TestImages.blackPng(50_000, 50_000, 1_000));
    Sources.put(
        source.resolve("dog/old.tif"), "II*\0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    StoredDataset dataset = run(Sources.config(source, SplitRule.HASH, ""));
    assertThat(dataset.manifest().quarantined())
        .isEqualTo(
            Map.of(
                "empty",
                1L,
                "not-an-image",
                1L,
                "truncated",
                1L,
                "too-large",
                1L,
                "unsupported",
                1L));
    List<Row> rows = spark.read().parquet(dataset.uri() + "/quarantine.parquet").collectAsList();
    assertThat(rows)
        .extracting(row -> row.getString(0) + " " + row.getString(1) + " " + row.getString(2))
        .containsExactly(
            "cat/empty.jpg cat empty",
            "cat/text.jpg cat not-an-image",
            "dog/bomb.png dog too-large",
            "dog/half.jpg dog truncated",
            "dog/old.tif dog unsupported");
    assertThat(examples(dataset)).hasSize(24);

    assertThatThrownBy(() -> run(Sources.config(source, SplitRule.HASH, "", 0, 16, List.of(), 10)))
        .hasMessageContaining("5 of 29 images cannot be used")
        .hasMessageContaining("17.24 % of all (at most 10 % allowed, data.quarantine.max-percent)")
        .hasMessageContaining("20 % of class 'dog'")
        .hasMessageContaining("truncated 1")
        .hasMessageContaining("cat/empty.jpg (empty)")
        .hasMessageContaining(
            "datasets/pets/rejected/quarantine.csv; mend or remove them, or allow");
    assertThat(
            spark
                .read()
                .parquet(store.resolve("datasets/pets/rejected/quarantine.parquet").toString())
                .count())
        .isEqualTo(5);
  }

  @Test
  void countsDuplicatesAndKeepsThemTogether() throws IOException {
    Sources.pets(source, 15);
    for (int i = 0; i < 15; i++) {
      String format = List.of("jpg", "png", "bmp").get(i % 3);
      Sources.put(
          source.resolve(String.format(Locale.ROOT, "cat/copy%d.%s", i, format)),
          TestImages.photo(format, 2 * i));
    }
    byte[] png = TestImages.photo("png", 2); // cat/001.png and its copy, with a byte more
    Sources.put(source.resolve("cat/longer.png"), java.util.Arrays.copyOf(png, png.length + 1));
    StoredDataset dataset = run(Sources.config(source, SplitRule.HASH, ""));
    assertThat(dataset.manifest().duplicates().sameBytes()).isEqualTo(30);
    assertThat(dataset.manifest().duplicates().samePixels()).isEqualTo(3);
    Map<String, Split> splitOf = new HashMap<>();
    for (Split split : Split.values()) {
      for (Example example : dataset.examples(spark, split).collect()) {
        Split before = splitOf.putIfAbsent(example.sha256(), split);
        assertThat(before).as(example.path()).isIn(null, split);
      }
    }
  }

  /** Whoever stores them, on whatever machine, in whatever language. */
  @Test
  void theSameIdxImagesAreTheSameVersion() throws IOException {
    Sources.mnist(source, 20, 10);

    StoredDataset dataset = run(Sources.config(source, SplitRule.SOURCE, "", 0, 32, List.of(), 1));

    assertThat(dataset.manifest().version()).isEqualTo("748b8027978169f4");
  }

  @Test
  void padsIdxImagesAndSplitsThemAsTheSourceDoes() throws IOException {
    Sources.mnist(source, 200, 30);
    StoredDataset dataset = run(Sources.config(source, SplitRule.SOURCE, "", 0, 32, List.of(), 1));
    assertThat(dataset.manifest().count(Split.TEST)).isEqualTo(30);
    assertThat(dataset.manifest().count(Split.TRAIN)).isBetween(140L, 180L);
    assertThat(dataset.manifest().count(Split.VALIDATION))
        .isEqualTo(200 - dataset.manifest().count(Split.TRAIN));
    byte[] raw = Sources.images(200);
    for (Example example : dataset.examples(spark, Split.TRAIN).collect()) {
      int index = Integer.parseInt(example.path().substring(example.path().indexOf('#') + 1));
      assertThat(example.label()).isEqualTo(index % 10);
      assertThat(example.pixels()[5 * 32 + 7]).isEqualTo(raw[16 + index * 784 + 3 * 28 + 5]);
      assertThat(example.pixels()[1]).isZero();
    }
    Path zip = Sources.pack(source, temporary.resolve("mnist.zip"));
    StoredDataset zipped = run(Sources.config(zip, SplitRule.SOURCE, "", 0, 32, List.of(), 1));
    assertThat(zipped.manifest().version()).isEqualTo(dataset.manifest().version());
  }

  @Test
  void splitsByATable() throws IOException {
    Sources.pets(source, 4);
    Path table = temporary.resolve("split.tsv");
    Files.writeString(
        table, "split\tfile\ntrain\tcat/000.jpg\ntrain\tdog/000.jpg\ntest\tcat/001.png\n");
    StoredDataset dataset = run(Sources.config(source, SplitRule.FILE, table.toString()));
    assertThat(dataset.manifest().count(Split.TRAIN)).isEqualTo(2);
    assertThat(dataset.examples(spark, Split.TEST).first().path()).isEqualTo("cat/001.png");
    assertThat(dataset.examples(spark, Split.VALIDATION).isEmpty()).isTrue();
  }

  @Test
  void aTableOfSomeClassesMakesADatasetOfThose() throws IOException {
    Sources.pets(source, 4);
    for (String name : List.of("000.jpg", "001.png")) {
      Path bird = source.resolve("bird").resolve(name);
      Files.createDirectories(bird.getParent());
      Files.copy(source.resolve("cat").resolve(name), bird);
    }
    Path table = temporary.resolve("split.tsv");
    Files.writeString(
        table, "split\tfile\ntrain\tbird/000.jpg\ntrain\tdog/000.jpg\ntest\tdog/001.png\n");
    StoredDataset dataset = run(Sources.config(source, SplitRule.FILE, table.toString()));
    assertThat(dataset.manifest().classes()).containsExactly("bird", "dog");
    assertThat(dataset.manifest().counts().get("train")).isEqualTo(Map.of("bird", 1L, "dog", 1L));
    assertThat(dataset.examples(spark, Split.TEST).first().label()).isEqualTo(1);
  }

  @Test
  void keepsFurtherColumnsOfTheTableAndIsAnotherVersionByThem() throws IOException {
    Sources.pets(source, 4);
    Path table = temporary.resolve("split.tsv");
    String rows =
        "split\tfile\tCamera\ntrain\tcat/000.jpg\t%s\ntrain\tdog/000.jpg\t\ntest\tcat/001.png\tB\n";
    Files.writeString(table, String.format(Locale.ROOT, rows, "A"));
    StoredDataset dataset = run(Sources.config(source, SplitRule.FILE, table.toString()));
    Example tested = dataset.describedExamples(spark, Split.TEST).first();

    assertThat(tested.facts().attributes()).isEqualTo(Map.of("camera", "B"));
    assertThat(tested.facts().sourceWidth()).isPositive();
    assertThat(tested.facts().brightness()).isBetween(0.0, 1.0);
    assertThat(dataset.describedExamples(spark, Split.TRAIN).collect())
        .extracting(example -> example.facts().attributes())
        .containsExactlyInAnyOrder(Map.of("camera", "A"), Map.of());
    assertThat(dataset.examples(spark, Split.TEST).first().facts()).isNull();
    Files.writeString(table, String.format(Locale.ROOT, rows, "Another"));
    assertThat(run(Sources.config(source, SplitRule.FILE, table.toString())).manifest().version())
        .isNotEqualTo(dataset.manifest().version());
  }

  @Test
  void tellsDrawnPicturesApart() throws IOException {
    SyntheticPhotos.write(source, List.of("disc", "square"), 12, 5);
    Path again = temporary.resolve("again");
    SyntheticPhotos.write(again, List.of("disc", "square"), 12, 5);
    assertThat(again.resolve("disc/00003.jpg"))
        .hasSameBinaryContentAs(source.resolve("disc/00003.jpg"));
    assertThat(run(Sources.config(source, SplitRule.HASH, "")).manifest().synthetic()).isTrue();
    Path zip = Sources.pack(source, temporary.resolve("drawn.zip"));
    assertThat(run(Sources.config(zip, SplitRule.HASH, "")).manifest().synthetic()).isTrue();
  }

  @Test
  void readsImagesThatNobodyLabelled() throws IOException {
    Sources.put(source.resolve("a.jpg"), TestImages.photo("jpg", 1));
    Sources.put(source.resolve("deep/b.png"), TestImages.photo("png", 2));
    Sources.put(source.resolve("c.jpg"), new byte[3]);
    try (UnlabelledImages images =
        UnlabelledImages.read(
            spark,
            files,
            UnlabelledImages.Source.all(source.toString()),
            new ImageShape(8, 8, 1),
            ResizeMode.CROP,
            Sources.config(source, SplitRule.HASH, ""))) {
      assertThat(images.count()).isEqualTo(3);
      List<Example> examples = images.examples().collect();
      assertThat(examples)
          .extracting(Example::path)
          .containsExactlyInAnyOrder("a.jpg", "deep/b.png");
      assertThat(examples).allSatisfy(e -> assertThat(e.label()).isEqualTo(-1));
      assertThat(images.quarantined())
          .singleElement()
          .satisfies(bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.NOT_AN_IMAGE));
    }
  }

  @Test
  void contentsThatWereSwappedAreFoundWhereTheyAreRead() throws IOException {
    Sources.pets(source, 20);
    byte[] padded = java.util.Arrays.copyOf(TestImages.photo("png", 50), 60_000);
    byte[] other = java.util.Arrays.copyOf(TestImages.photo("png", 51), 60_000);
    Path file = source.resolve("cat/swapped.png");
    Sources.put(file, padded);
    var time = Files.getLastModifiedTime(file);
    DatasetConfig config = Sources.config(source, SplitRule.HASH, "");
    String before = run(config).manifest().version();
    Files.write(file, other);
    Files.setLastModifiedTime(file, time);
    Told told = new Told();
    Ingest verifying = new Ingest(spark, store, files).verifying();

    assertThat(run(config).manifest().version()).as("told by the listing alone").isEqualTo(before);
    String after = verifying.run(config, told).manifest().version();

    assertThat(after).isNotEqualTo(before);
    assertThat(told.warnings)
        .containsExactly(
            "the images are others than those of pets@"
                + before
                + ", whose names, sizes and times of change are the same");
    assertThat(run(config).manifest().version()).as("remembered").isEqualTo(after);
    Told again = new Told();
    assertThat(verifying.run(config, again).manifest().version()).isEqualTo(after);
    assertThat(again.warnings).isEmpty();
    assertThat(again.started).isEqualTo(41);
  }

  @Test
  void whatCannotBeReadIsToldByNameAndReason() throws IOException, InterruptedException {
    Sources.pets(source, 20);
    assertThat(
            new ProcessBuilder("mkfifo", source.resolve("cat/pipe.jpg").toString())
                .start()
                .waitFor())
        .isZero();
    Told told = new Told();

    StoredDataset dataset =
        new Ingest(spark, store, files).run(Sources.config(source, SplitRule.HASH, ""), told);

    assertThat(dataset.manifest().quarantined()).isEqualTo(Map.of("unreadable", 1L));
    assertThat(told.warnings)
        .containsExactly("cat/pipe.jpg is not read: a pipe, a socket or a device, no file");
    Path alone = Files.createDirectories(temporary.resolve("alone/cat"));
    assertThat(new ProcessBuilder("mkfifo", alone.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertThatThrownBy(() -> run(Sources.config(alone, SplitRule.HASH, "")))
        .hasMessageContaining("holds no images")
        .hasMessageContaining("pipe is not read: a pipe, a socket or a device, no file");
  }
}
