package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and WebDataset's tars as sources: the same images as from files, with their classes. */
class TableSourcesTest {

  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private Path temporary;

  private StoredDataset read(Object source) {
    return read(Sources.config(source, SplitRule.HASH, ""));
  }

  private StoredDataset read(DatasetConfig config) {
    HadoopStorage storage = HadoopStorage.with(Map.of());
    ArtifactStore store = storage.store(temporary.resolve("store").toString());
    return new Ingest(SPARK, store, storage.sources()).run(config, IngestListener.SILENT);
  }

  private static List<Example> examples(StoredDataset dataset) {
    return Arrays.stream(Split.values())
        .flatMap(split -> dataset.examples(SPARK, split).collect().stream())
        .toList();
  }

  /** SHA-256 of the file → class and pixels. */
  private static Map<String, String> contents(StoredDataset dataset) {
    Map<String, String> contents = new TreeMap<>();
    for (Example example : examples(dataset)) {
      String name = dataset.manifest().classes().get(example.label());
      contents.put(example.sha256(), name + " " + Arrays.hashCode(example.pixels()));
    }
    return contents;
  }

  private static void image(Group row, byte[] file, String path) {
    Group image = row.addGroup("image");
    image.append("bytes", Binary.fromConstantByteArray(file));
    image.append("path", path);
  }

  private Path huggingFace(String file, int rows) throws IOException {
    return huggingFace(file, 0, rows);
  }

  private Path huggingFace(String file, int first, int rows) throws IOException {
    byte[] table =
        TestTables.of(
            TestTables.HUGGING_FACE,
            TestTables.CAT_AND_DOG,
            rows,
            (row, i) -> {
              image(row, TestImages.photo("png", first + i), "photo." + i + ".png");
              row.add("label", (long) i % 2);
            });
    Sources.put(temporary.resolve(file), table);
    return temporary.resolve(file);
  }

  private Path folders(int rows) throws IOException {
    for (int i = 0; i < rows; i++) {
      String name = (i % 2 == 0 ? "cat/" : "dog/") + i + ".png";
      Sources.put(temporary.resolve("folders").resolve(name), TestImages.photo("png", i));
    }
    return temporary.resolve("folders");
  }

  @Test
  void aTableOfHuggingFaceIsTheDatasetOfItsFiles() throws IOException {
    Path table = huggingFace("photos/data.parquet", 60);

    StoredDataset dataset = read(table.getParent());

    assertThat(dataset.manifest().format()).isEqualTo("labelled");
    assertThat(dataset.manifest().classes()).containsExactly("cat", "dog");
    assertThat(contents(dataset)).hasSize(60).isEqualTo(contents(read(folders(60))));
    assertThat(examples(dataset))
        .extracting(Example::path)
        .contains("data#000000-photo.0.png", "data#000059-photo.59.png");
  }

  @Test
  void whatSparkReadAsFilesIsStoredByClass() throws IOException {
    Path folders = folders(20);
    SPARK
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(folders.toString())
        .withColumn("label", functions.regexp_extract(functions.col("path"), "(cat|dog)/", 1))
        .repartition(3)
        .write()
        .partitionBy("label")
        .parquet(temporary + "/table");

    StoredDataset dataset = read(temporary.resolve("table"));

    assertThat(dataset.manifest().classes()).containsExactly("cat", "dog");
    assertThat(contents(dataset)).hasSize(20).isEqualTo(contents(read(folders)));
  }

  @Test
  void pixelsOfSparkKeepTheirColours() throws IOException {
    Path folders = folders(12);
    SPARK
        .read()
        .format("image")
        .option("recursiveFileLookup", "true")
        .load(folders.toString())
        .withColumn(
            "label", functions.regexp_extract(functions.col("image.origin"), "(cat|dog)/", 1))
        .write()
        .parquet(temporary + "/table");

    StoredDataset dataset = read(temporary.resolve("table"));

    List<String> pixels = pixels(read(folders));
    assertThat(pixels(dataset)).hasSize(12).isEqualTo(pixels);
  }

  private static List<String> pixels(StoredDataset dataset) {
    return examples(dataset).stream()
        .map(example -> example.label() + " " + Arrays.toString(example.pixels()))
        .sorted()
        .toList();
  }

  @Test
  void fileNamesSaySplits() throws IOException {
    huggingFace("hub/data/train-00000-of-00001.parquet", 30);
    huggingFace("hub/data/test-00000-of-00001.parquet", 30, 8);

    DatasetManifest manifest =
        read(Sources.config(temporary.resolve("hub"), SplitRule.SOURCE, "")).manifest();

    assertThat(manifest.count(Split.TRAIN) + manifest.count(Split.VALIDATION)).isEqualTo(30);
    assertThat(manifest.count(Split.TEST)).isEqualTo(8);
  }

  @Test
  void numbersStandForTheClassesThatAreGiven() throws IOException {
    String schema = "message m { required binary content; required int32 label; }";
    byte[] table =
        TestTables.of(
            schema,
            Map.of(),
            144,
            (row, i) ->
                row.append("content", Binary.fromConstantByteArray(TestImages.photo("png", i)))
                    .append("label", i % 12));
    Path file = temporary.resolve("t/numbers.parquet");
    Sources.put(file, table);

    assertThat(read(file).manifest().classes())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
    List<String> names = List.of("l", "k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a");
    StoredDataset named = read(Sources.config(file, SplitRule.HASH, "", 0, 16, names, 50));
    assertThat(named.manifest().classes()).isEqualTo(names);
    assertThat(contents(named).values()).filteredOn(text -> text.startsWith("l ")).hasSize(12);
  }

  @Test
  void rowsWithoutImageOrClassAreTold() throws IOException {
    byte[] table =
        TestTables.of(
            TestTables.HUGGING_FACE,
            TestTables.CAT_AND_DOG,
            20,
            (row, i) -> {
              if (i == 3) {
                row.add("label", 1L);
              } else if (i == 4) {
                image(row, TestImages.photo("png", i), "x.png");
              } else if (i == 5) {
                image(row, "no picture".getBytes(StandardCharsets.UTF_8), "y.png");
                row.add("label", 1L);
              } else {
                image(row, TestImages.photo("png", i), "photo." + i + ".png");
                row.add("label", i == 6 ? -1L : i % 2);
              }
            });
    Sources.put(temporary.resolve("odd/data.parquet"), table);

    StoredDataset dataset = read(temporary.resolve("odd"));

    assertThat(examples(dataset)).hasSize(16);
    assertThat(dataset.manifest().notices().leftOut())
        .isEqualTo(Map.of("no class in the source", 2L));
    Path quarantine = Path.of(java.net.URI.create(dataset.uri() + "/quarantine.csv"));
    assertThat(Files.readString(quarantine))
        .contains("data#000003", "its table has no image in this row", "data#000005-y.png");
  }

  @Test
  void tablesBesideImagesAreToldAndLeftOut() throws IOException {
    Path folders = folders(12);
    byte[] table =
        TestTables.of(
            "message m { required int64 number; }", Map.of(), 3, (row, i) -> row.add("number", 1L));
    Sources.put(folders.resolve("figures.parquet"), table);

    DatasetManifest manifest = read(folders).manifest();

    assertThat(manifest.format()).isEqualTo("folders");
    assertThat(manifest.notices().leftOut()).isEqualTo(Map.of(".parquet", 1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 100, 5_000})
  void aCutTableIsToldInALine(int length) throws IOException {
    Path table = huggingFace("cut/data.parquet", 20);
    Files.write(table, Arrays.copyOf(Files.readAllBytes(table), length));

    refused(table.getParent())
        .hasMessageStartingWith("Cannot read file:" + table + ": it is damaged: ")
        .hasMessageNotContaining("ParquetSource");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(Path source) {
    return assertThatThrownBy(() -> read(source))
        .isInstanceOf(CatwalkException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void binariesThatAreNotCalledImagesAreNone() throws IOException {
    Path folders = folders(12);
    Sources.put(
        folders.resolve("metadata.parquet"),
        TestTables.of(
            "message m { required binary phash; required binary label (STRING); }",
            Map.of(),
            4,
            (row, i) -> row.append("phash", "12345678").append("label", "cat")));
    Sources.put(folders.resolve("old.parquet"), new byte[0]);

    DatasetManifest manifest = read(folders).manifest();

    assertThat(manifest.format()).isEqualTo("folders");
    assertThat(manifest.notices().leftOut()).isEqualTo(Map.of(".parquet", 2L));
  }

  @Test
  void tablesBesideFoldersOfClassesAreTwoReadings() throws IOException {
    Path folders = folders(12);
    Sources.put(folders.resolve("more.parquet"), TestTables.catsAndDogs(10));

    refused(folders)
        .hasMessageEndingWith(
            "folders can be read in two ways: 10 images whose table or tar says their class (data.format = labelled), and 12 beside them whose folders or names may (data.format = folders or kaggle)");
  }

  @Test
  void aTableWithoutClassesDoesNotTrain() throws IOException {
    byte[] table =
        TestTables.of(
            "message m { required binary content; required binary path (STRING); }",
            Map.of(),
            4,
            (row, i) ->
                row.append("content", Binary.fromConstantByteArray(TestImages.photo("png", i)))
                    .append("path", "hdfs:/pets/cat." + i + ".png"));
    Sources.put(temporary.resolve("bare/part-0.parquet"), table);

    refused(temporary.resolve("bare"))
        .hasMessageContaining(
            "the table of part-0#000000-cat.0.png says no classes; expected a column label (or labels, class, class_name, category, target, cls), or a folder label=NAME for each class");
  }

  @Test
  void tablesThatNumberAndThatNameClassesAreNotMixed() throws IOException {
    Sources.put(temporary.resolve("both/a.parquet"), TestTables.catsAndDogs(10));
    Sources.put(
        temporary.resolve("both/b.parquet"),
        TestTables.of(
            "message m { required binary image; required int64 label; }",
            Map.of(),
            10,
            (row, i) ->
                row.append("image", Binary.fromConstantByteArray(TestImages.photo("png", 50 + i)))
                    .append("label", (long) i % 2)));

    refused(temporary.resolve("both"))
        .hasMessageContaining(
            "some tables or tars name their classes and others number them, such as that of b#000000");
  }

  /** Characters, for one. */
  @Test
  void classesMayBeCalledByDigits() throws IOException {
    for (String name : List.of("0", "1", "A")) {
      byte[] table =
          TestTables.of(
              "message m { required binary image; }",
              Map.of(),
              12,
              (row, i) ->
                  row.append(
                      "image",
                      Binary.fromConstantByteArray(
                          TestImages.photo("png", name.charAt(0) * 20 + i))));
      Sources.put(temporary.resolve("characters/label=" + name + "/part-0.parquet"), table);
    }

    assertThat(read(temporary.resolve("characters")).manifest().classes())
        .containsExactly("0", "1", "A");
  }

  @Test
  void whatCannotBeReadIsNoSecondReading() throws IOException {
    Path table = huggingFace("links/data.parquet", 30);
    Files.createSymbolicLink(table.resolveSibling("x.png"), table.resolveSibling("nowhere.png"));

    assertThat(read(table.getParent()).manifest().classes()).containsExactly("cat", "dog");
  }

  /** A storage that fails for a night, under a time of change that stays as it is. */
  @Test
  void whatCouldNotBeReadIsReadByTheNextNight() throws IOException {
    huggingFace("nights/a.parquet", 0, 30);
    Path failing = huggingFace("nights/b.parquet", 30, 6);
    byte[] good = Files.readAllBytes(failing);
    FileTime time = Files.getLastModifiedTime(failing);
    byte[] bad = good.clone();
    Arrays.fill(bad, 60, 300, (byte) 0);
    Files.write(failing, bad);
    Files.setLastModifiedTime(failing, time);
    Path source = temporary.resolve("nights");
    StoredDataset first = read(source);
    Files.write(failing, good);
    Files.setLastModifiedTime(failing, time);
    huggingFace("nights/c.parquet", 40, 2);

    HadoopStorage storage = HadoopStorage.with(Map.of());
    ArtifactStore store = storage.store(temporary.resolve("store").toString());
    StoredDataset second =
        new Ingest(SPARK, store, storage.sources())
            .run(
                Sources.config(source, SplitRule.HASH, ""),
                Optional.of(first),
                List.of(),
                BadImageApproval.NONE,
                IngestListener.SILENT);

    assertThat(examples(first)).hasSizeLessThan(36);
    assertThat(examples(second)).hasSize(38);
  }

  @Test
  void nullIsNoClassOfAPartition() throws IOException {
    Path folders = folders(20);
    SPARK
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(folders.toString())
        .withColumn(
            "label",
            functions.expr(
                "case when path like '%/4.png' then null when path like '%cat%' then 'cat' else 'dog' end"))
        .write()
        .partitionBy("label")
        .parquet(temporary + "/nulls");

    DatasetManifest manifest = read(temporary.resolve("nulls")).manifest();

    assertThat(manifest.classes()).containsExactly("cat", "dog");
    assertThat(manifest.notices().leftOut().values()).containsExactly(1L);
  }

  @Test
  void aLongNameIsRefusedBeforeItTakesMemory() throws IOException {
    String name = "x".repeat(5_000);
    byte[] table =
        TestTables.of(
            "message m { required binary image; required binary path (STRING); }",
            Map.of(),
            3,
            (row, i) -> row.append("image", "1").append("path", name));
    Sources.put(temporary.resolve("long/data.parquet"), table);

    refused(temporary.resolve("long"))
        .hasMessageEndingWith(
            "/data.parquet: a name or a class of 5,000 bytes; expected at most 4,096");
  }

  @Test
  void tablesOfVersionsAreRefused() throws IOException {
    huggingFace("delta/part-0.parquet", 4);
    Sources.put(temporary.resolve("delta/_delta_log/00000000000000000000.json"), new byte[] {'{'});
    huggingFace("ice/data/part-0.parquet", 4);
    Sources.put(temporary.resolve("ice/metadata/v1.metadata.json"), new byte[] {'{'});
    Sources.put(
        temporary.resolve("hudi/part-0.parquet"),
        TestTables.of(
            "message m { required binary image; required binary _hoodie_commit_time (STRING); }",
            Map.of(),
            1,
            (row, i) -> row.append("image", "1").append("_hoodie_commit_time", "1")));

    refused(temporary.resolve("delta"))
        .hasMessageContaining("/delta/ is a Delta or Iceberg table, whose folder also holds rows");
    refused(temporary.resolve("ice"))
        .hasMessageContaining("/ice/ is a Delta or Iceberg table, whose folder also holds rows");
    refused(temporary.resolve("hudi")).hasMessageContaining("a file of a Hudi table, whose folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar", ".tar.gz"})
  void filesOfAWebDatasetSayTheClasses(String ending) throws IOException {
    Map<String, byte[]> members = new HashMap<>();
    for (int i = 0; i < 24; i++) {
      members.put(i + ".png", TestImages.photo("png", i));
      members.put(i + ".cls", Integer.toString(i % 2).getBytes(StandardCharsets.UTF_8));
      members.put(i + ".json", "{}".getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      int shard = Integer.parseInt(member.getKey().split("\\.")[0]) % 3;
      Sources.put(temporary.resolve("shard" + shard).resolve(member.getKey()), member.getValue());
    }
    for (int shard = 0; shard < 3; shard++) {
      Sources.pack(
          temporary.resolve("shard" + shard), temporary.resolve("web/train-0" + shard + ending));
    }
    List<String> names = List.of("cat", "dog");

    StoredDataset dataset =
        read(Sources.config(temporary.resolve("web"), SplitRule.HASH, "", 0, 16, names, 50));

    assertThat(dataset.manifest().format()).isEqualTo("labelled");
    assertThat(contents(dataset)).hasSize(24).isEqualTo(contents(read(folders(24))));
    assertThat(dataset.manifest().notices().leftOut()).isEqualTo(Map.of(".json", 24L));
  }
}
