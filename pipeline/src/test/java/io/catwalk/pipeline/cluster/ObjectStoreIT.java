package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.TestTables;
import io.catwalk.pipeline.storage.S3Process;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Images and storage on S3. The steps build on one another, as they do for a user. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObjectStoreIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMAGES = 2_000;
  private static final int TESTS = 500;

  @TempDir private static Path temporary;
  private static S3Server server;
  private static Path spark;
  private static Path clothes;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(temporary.resolve("s3"));
    spark = S3Spark.make(temporary.resolve("spark"), server.settings());
    clothes = Files.createDirectory(temporary.resolve("clothes"));
    ClothesSlices.of("train", IMAGES).write(ObjectStoreIT::create, "train", 0, IMAGES, 0);
    ClothesSlices.of("t10k", TESTS).write(ObjectStoreIT::create, "t10k", 0, TESTS, 0);
    S3Process.upload(server, clothes, "clothes");
  }

  private static OutputStream create(String name) throws IOException {
    return Files.newOutputStream(clothes.resolve(name));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  private static Script.Finished run(Path home, String script, List<String> words) {
    return Script.of(script, temporary)
        .with("SPARK_HOME", home.toString())
        .within(Duration.ofMinutes(8))
        .run(words.toArray(String[]::new));
  }

  private static Script.Finished train(String storage, String source) {
    return run(
        spark,
        "train-lenet",
        List.of(
            "--storage",
            storage,
            "--run-id",
            "r1",
            "--json",
            "--set",
            "data.source=" + source,
            "--set",
            "train.epochs=1"));
  }

  private static String parameters(Script.Finished finished) throws IOException {
    return JSON.readTree(finished.expect(0).stdout()).get("parameters_sha256").asText();
  }

  private static String storage() {
    return server.root() + "/storage";
  }

  @Test
  @Order(1)
  void trainsTheSameParametersAsOnTheLocalDisk() throws IOException {
    String local = parameters(train(temporary.resolve("storage").toString(), clothes.toString()));

    assertThat(parameters(train(storage(), server.root() + "/clothes"))).isEqualTo(local);

    Path run = server.bucket().resolve("storage/runs/r1");
    assertThat(run.resolve("_SUCCESS")).content().matches("\\.r1\\.[0-9a-f-]{36}\\.incomplete");
    assertThat(run.resolve("model.zip")).isNotEmptyFile();
    try (var beside = Files.list(run.getParent())) {
      assertThat(beside.filter(Files::isDirectory).filter(ObjectStoreIT::holdsFiles))
          .containsExactly(run);
    }
  }

  private static boolean holdsFiles(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.anyMatch(file -> Files.isRegularFile(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(2)
  void evaluatesAndReports() throws IOException {
    String run = storage() + "/runs/r1";
    JsonNode again =
        JSON.readTree(
            run(
                    spark,
                    "catwalk",
                    List.of(
                        "evaluate",
                        "--run",
                        run,
                        "--storage",
                        storage(),
                        "--run-id",
                        "e1",
                        "--json"))
                .expect(0)
                .stdout());

    assertThat(again.get("accuracy").asDouble()).isBetween(0.0, 1.0);
    Path page = temporary.resolve("page.html");
    run(spark, "catwalk", List.of("report", "--run", run, "--out", page.toString())).expect(0);
    assertThat(page).content().contains("lenet5");
  }

  @Test
  @Order(3)
  void aTableOfPredictionsGrows() throws Exception {
    Path pictures = temporary.resolve("pictures");
    run(
            spark,
            "get-data",
            List.of("synthetic", "--to", pictures.toString(), "--classes", "2", "--images", "6"))
        .expect(0);
    Path packed = temporary.resolve("packed");
    Sources.pack(pictures, packed.resolve("drawn.zip"));
    // Read by the Parquet of the Spark that runs, which is another than that of unit tests.
    Files.write(packed.resolve("table.parquet"), TestTables.catsAndDogs(6));
    S3Process.upload(server, packed, "pictures");
    List<String> scoring =
        List.of(
            ("predict --run %s/runs/r1 --images %s/pictures --append --batch 5 --out %s/scored --json"
                    .formatted(storage(), server.root(), server.root()))
                .split(" "));

    JsonNode first = JSON.readTree(run(spark, "catwalk", scoring).expect(0).stdout());
    JsonNode second = JSON.readTree(run(spark, "catwalk", scoring).expect(0).stdout());

    assertThat(first.get("images").asInt()).isEqualTo(12 + 6);
    assertThat(second.get("images").asInt()).isZero();
    assertThat(second.get("left_out").get("scored before").asInt()).isEqualTo(12 + 6);
    try (var batches = Files.list(server.bucket().resolve("scored/predictions.parquet"))) {
      assertThat(batches.filter(path -> Files.exists(path.resolve("_SUCCESS"))))
          .extracting(path -> path.getFileName().toString())
          .containsExactlyInAnyOrder(
              "batch=000001", "batch=000002", "batch=000003", "batch=000004");
    }
  }

  private static List<String> night() throws IOException {
    Path experiment = temporary.resolve("night.conf");
    Files.writeString(
        experiment,
        """
        include file("%s")
        data.source = "%s/clothes"
        registry.name = clothes
        train.epochs = 1
        retrain.blessing { min-accuracy = 0.1, test = mcnemar }
        """
            .formatted(
                Script.projectRoot().resolve("conf/lenet-fashion-mnist.conf"), server.root()));
    return List.of("retrain", "--config", experiment.toString(), "--storage", storage(), "--json");
  }

  @Test
  @Order(4)
  void aNightBringsAChampionAndTheNextFindsNothingNew() throws IOException {
    JsonNode first = JSON.readTree(run(spark, "catwalk", night()).expect(0).stdout());
    JsonNode second = JSON.readTree(run(spark, "catwalk", night()).expect(0).stdout());

    assertThat(first.get("outcome").asText()).isEqualTo("promoted");
    assertThat(second.get("outcome").asText()).isEqualTo("nothing-new");
    run(
            spark,
            "catwalk",
            List.of("registry", "verify", "--model", "clothes", "--storage", storage()))
        .expect(0);
  }

  @Test
  @Order(5)
  void theDoctorFindsItSound() {
    List<String> words = List.of("doctor", "--benchmark", "0", "--storage", storage());
    assertThat(run(spark, "catwalk", words).expect(0).stdout())
        .contains("keeps a second writer out");
  }

  @Test
  @Order(6)
  void withoutConditionalWritesWhatNeedsExclusionRefusesInALine() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(server.settings());
    settings.put("fs.s3a.create.conditional.enabled", "false");
    Path unsafe = S3Spark.make(temporary.resolve("unsafe"), settings);
    List<String> night = new ArrayList<>(night());
    night.set(night.indexOf(storage()), server.root() + "/unsafe");

    Script.Finished refused = run(unsafe, "catwalk", night).expect(4);
    assertThat(refused.stderr().lines().filter(line -> line.startsWith("catwalk: ")))
        .singleElement()
        .asString()
        .contains("two processes could both write this file");
    List<String> doctor =
        List.of("doctor", "--benchmark", "0", "--storage", server.root() + "/unsafe");
    assertThat(run(unsafe, "catwalk", doctor).expect(4).stdout())
        .contains("lets two processes write the same new file");
    assertThat(server.bucket().resolve("unsafe"))
        .satisfiesAnyOf(
            folder -> assertThat(folder).doesNotExist(),
            folder -> assertThat(holdsFiles(folder)).isFalse());
  }

  @Test
  @Order(7)
  void aSparkWithoutTheJarsIsToldWhatItNeeds() throws IOException {
    List<String> words = List.of("doctor", "--storage", storage());
    assertThat(run(S3Spark.plain(), "catwalk", words).expect(2).stderr().lines())
        .filteredOn(line -> line.startsWith("catwalk: "))
        .singleElement()
        .asString()
        .contains("org.apache.hadoop:hadoop-aws:3.5.0");
  }
}
