package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job as a user starts it: images on the driver's disk, executors in their own JVMs,
 * everything that is made in a real HDFS. The steps build on one another, as they do for a user.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {

  private static final int IMAGES = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path temporary;
  private static LocalCluster cluster;

  @BeforeAll
  static void drawPicturesAndStartACluster() throws IOException {
    Script.of("get-data", temporary)
        .run(
            "synthetic",
            "--to",
            "pictures",
            "--classes",
            "2",
            "--images",
            Integer.toString(IMAGES / 2))
        .expect(0);
    Files.writeString(
        temporary.resolve("drawn.conf"),
        """
        data {
          name = drawn, source = pictures, split = hash, validation-percent = 10, test-percent = 25
          shape { height = 32, width = 32, channels = 1 }
        }
        model.name = lenet5
        train { workers = 2, averaging-frequency = 2, minibatch = 8, epochs = 4, learning-rate = 0.003 }
        """);
    cluster = LocalCluster.start(temporary.resolve("cluster"));
  }

  @AfterAll
  static void stopTheCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void trainsOnTheExecutorsAndLeavesAWholeRunInHdfs() throws IOException {
    JsonNode result =
        json(catwalk("train", "--config", "drawn.conf", "--run-id", "first", "--json").expect(0));

    assertThat(result.get("run_id").asText()).isEqualTo("first");
    assertThat(result.get("run").asText()).isEqualTo(cluster.storage() + "/runs/first");
    assertThat(result.get("model").asText()).isEqualTo("lenet5");
    assertThat(result.get("dataset").asText()).startsWith("drawn@");
    assertThat(result.get("synthetic").asBoolean()).isTrue();
    assertThat(result.get("train_seconds").asDouble()).isPositive();
    assertThat(result.get("images_per_second").asDouble()).isPositive();
    JsonNode metrics = stored("runs/first/metrics.json");
    assertThat(metrics.get("accuracy").asDouble()).isEqualTo(result.get("accuracy").asDouble());
    assertThat(metrics.get("macro").get("f1").asDouble())
        .isEqualTo(result.get("macro_f1").asDouble());
    assertThat(metrics.get("examples").asLong()).isEqualTo(result.get("test_examples").asLong());
    JsonNode manifest =
        stored("datasets/" + result.get("dataset").asText().replace('@', '/') + "/manifest.json");
    assertThat(total(manifest.get("counts").get("train")))
        .isEqualTo(result.get("train_examples").asLong());
    JsonNode run = stored("runs/first/run.json");
    assertThat(run.get("environment").get("spark_master").asText()).isEqualTo(cluster.master());
    assertThat(run.get("environment").get("engine"))
        .as("what computes on the executors, which share a processor")
        .extracting(JsonNode::asText)
        .singleElement(InstanceOfAssertFactories.STRING)
        .matches("oneDNN 3\\.\\d+\\.\\d+, \\w+, FP32");
    assertThat(run.get("dataset").get("version").asText())
        .isEqualTo(manifest.get("version").asText());
    for (String file :
        new String[] {
          "_SUCCESS",
          "model.zip",
          "history.csv",
          "effective.conf",
          "predictions.parquet",
          "dataset.json",
          "examples.json",
          "report.html",
          "report-mistakes.html"
        }) {
      assertThat(cluster.fileSystem().exists(hdfs("runs/first/" + file))).as(file).isTrue();
    }
    assertThat(cluster.fileSystem().listStatus(hdfs("runs"))).as("runs, no half ones").hasSize(1);
  }

  @Test
  @Order(2)
  void theSameTrainingGivesTheSameParametersBitForBit() throws IOException {
    JsonNode result = json(catwalk("train", "--config", "drawn.conf", "--json").expect(0));

    assertThat(result.get("parameters_sha256").asText())
        .isEqualTo(stored("runs/first/run.json").get("parameters_sha256").asText());
  }

  @Test
  @Order(3)
  void judgesTheStoredModelToTheSameFigures() throws IOException {
    JsonNode result =
        json(catwalk("evaluate", "--run", "first", "--run-id", "again", "--json").expect(0));

    JsonNode first = stored("runs/first/metrics.json");
    JsonNode again = stored("runs/again/metrics.json");
    assertThat(again).isEqualTo(first);
    assertThat(result.get("train_examples").asLong()).isZero();
  }

  @Test
  @Order(4)
  void reportsOfRunsInHdfsNeedNoSpark() throws IOException {
    JsonNode metrics = stored("runs/first/metrics.json");
    JsonNode pictures = stored("runs/first/examples.json").get("pictures");
    assertThat(pictures).isNotEmpty();
    assertThat(pictures.get(0).get("grad_cam").asText()).startsWith("iVBOR");
    assertThat(pictures.get(0).get("saliency").asText()).startsWith("iVBOR");

    Script.Finished finished = catwalk("report", "--run", "again", "--baseline", "first").expect(0);
    JsonNode report = json(catwalk("report", "--run", "first", "--format", "json").expect(0));
    catwalk("report", "--all", "--model", "lenet5", "--out", "index.html").expect(0);

    assertThat(finished.stdout())
        .contains(cluster.storage() + "/runs/again/report-against-first.html")
        .contains("no clear difference from first");
    assertThat(finished.stderr()).doesNotContain("SparkContext");
    assertThat(report.get("metrics").get("accuracy").get("value").asDouble())
        .isEqualTo(metrics.get("accuracy").asDouble());
    assertThat(Files.readString(temporary.resolve("index.html")))
        .contains(cluster.storage() + "/runs/first/report.html");
    assertThat(catwalk("report", "--run", "nobody").expect(3).stderr())
        .contains("--run nobody: there is no such run")
        .doesNotContain("\tat ");
  }

  @Test
  @Order(4)
  void scoresNewImagesIntoParquet() throws IOException {
    JsonNode result =
        json(
            catwalk("predict", "--run", "first", "--images", "pictures", "--show", "3", "--json")
                .expect(0));

    assertThat(result.get("images").asLong()).isEqualTo(IMAGES);
    assertThat(result.get("unreadable").asLong()).isZero();
    assertThat(total(result.get("counts"))).isEqualTo(IMAGES);
    assertThat(result.get("first")).hasSize(3);
    assertThat(
            cluster
                .fileSystem()
                .exists(new org.apache.hadoop.fs.Path(result.get("predictions").asText())))
        .isTrue();
  }

  @Test
  @Order(5)
  void readsTheSameImagesOnlyOnce() throws IOException {
    JsonNode result = json(catwalk("ingest", "--config", "drawn.conf", "--json").expect(0));

    assertThat(result.get("reused").asBoolean()).isTrue();
  }

  @Test
  @Order(6)
  void aTakenRunIdIsTheUsersMistake() {
    Script.Finished finished =
        catwalk("train", "--config", "drawn.conf", "--run-id", "first").expect(2);

    assertThat(finished.stdout()).isEmpty();
    assertThat(finished.stderr())
        .contains("--run-id first: this run exists already")
        .doesNotContain("\tat ");
  }

  @Test
  @Order(7)
  void aMasterThatNobodyAnswersForIsTheClustersFault() {
    Script.Finished finished =
        catwalk("train", "--config", "drawn.conf", "--master", "spark://127.0.0.1:1").expect(4);

    assertThat(finished.stderr())
        .contains("Cannot reach the Spark master spark://127.0.0.1:1")
        .doesNotContain("\tat ");
  }

  @Test
  @Order(8)
  void aMasterOfNoKnownKindIsTheUsersMistake() {
    Script.Finished finished =
        catwalk("train", "--config", "drawn.conf", "--master", "bogus://host").expect(2);

    assertThat(finished.stderr()).contains("--master bogus://host").doesNotContain("\tat ");
  }

  @Test
  @Order(9)
  void storageThatNobodyAnswersForIsTheClustersFault() {
    Script.Finished finished =
        catwalk(
                "train",
                "--config",
                "drawn.conf",
                "--storage",
                "hdfs://127.0.0.1:1/catwalk",
                "--set",
                "cluster.spark.\"spark.hadoop.ipc.client.connect.max.retries\"=0")
            .expect(4);

    assertThat(finished.stderr())
        .contains("Cannot reach hdfs://127.0.0.1:1/catwalk")
        .doesNotContain("\tat ");
  }

  private static Script.Finished catwalk(String... arguments) {
    return cluster.script("catwalk", temporary).within(Duration.ofMinutes(5)).run(arguments);
  }

  private static JsonNode json(Script.Finished finished) throws IOException {
    return JSON.readTree(finished.stdout());
  }

  private static JsonNode stored(String path) throws IOException {
    try (InputStream in = cluster.fileSystem().open(hdfs(path))) {
      return JSON.readTree(in);
    }
  }

  private static org.apache.hadoop.fs.Path hdfs(String path) {
    return new org.apache.hadoop.fs.Path(cluster.storage() + "/" + path);
  }

  private static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong();
    }
    return total;
  }
}
