package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jobs on standalone Spark and on YARN, driven from here and from inside the cluster. Workers
 * and NodeManagers are on two addresses and, where the system lets a test do so, see neither each
 * other's disks nor the folder that the user stands in: what relied on a shared path would fail.
 *
 * <p>{@code -Dcatwalk.clusters=all} runs every job everywhere, some minutes more.
 */
class ClustersIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean ALL = "all".equals(System.getProperty("catwalk.clusters"));

  @TempDir static Path temporary;
  private static final List<String> TABLE = new ArrayList<>();
  private static final List<String> PARAMETERS = new ArrayList<>();
  private static Path client;
  private static LocalCluster cluster;
  private static boolean hidden;

  /** Where a job runs. */
  enum Place {
    STANDALONE_CLIENT,
    STANDALONE_CLUSTER,
    YARN_CLIENT,
    YARN_CLUSTER;

    /** Others run their training alone where not everything is asked for. */
    boolean runsEveryJob() {
      return ALL || this == YARN_CLIENT;
    }

    boolean driverInside() {
      return name().endsWith("_CLUSTER");
    }

    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<String> options() {
      return List.of(
          "--master",
          name().startsWith("YARN") ? "yarn" : cluster.master(),
          "--deploy-mode",
          driverInside() ? "cluster" : "client");
    }
  }

  static Stream<Place> places() {
    // The main job's own test has a standalone master with the driver here.
    return Stream.of(Place.values()).filter(p -> ALL || p != Place.STANDALONE_CLIENT);
  }

  @BeforeAll
  static void startTheCluster() throws IOException {
    client = Files.createDirectory(temporary.resolve("client"));
    hidden = canHide();
    List<String> options = new ArrayList<>(List.of("--yarn", "--cores", "2", "--memory", "4g"));
    if (hidden) {
      options.addAll(List.of("--hide", client.toString()));
    }
    cluster = LocalCluster.start(temporary.resolve("cluster"), options.toArray(String[]::new));
    Script.of("get-data", client)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "60")
        .expect(0);
    Script.at(Path.of("/bin/tar"), client)
        .run("-cf", "pictures.tar", "-C", "pictures", ".")
        .expect(0);
    cluster
        .fileSystem()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(client.resolve("pictures.tar").toUri()),
            new org.apache.hadoop.fs.Path(source()));
    Files.writeString(
        client.resolve("drawn.conf"),
        """
data {
  name = drawn, source = "%s", split = hash, validation-percent = 10, test-percent = 25
  shape { height = 32, width = 32, channels = 1 }
}
model.name = lenet5
train { workers = 2, averaging-frequency = 2, minibatch = 8, epochs = 2, learning-rate = 0.003 }
retrain.blessing { min-accuracy = 0.01, test = mcnemar }
"""
            .formatted(source()));
  }

  @AfterAll
  static void stopTheCluster() throws IOException {
    TABLE.forEach(System.out::println);
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void everyJobEndsAsItDoesAnywhereElse(Place place) throws IOException {
    if (place.runsEveryJob()) {
      timed(place, "empty spark-submit", () -> empty(place));
    }
    JsonNode trained =
        timed(place, "train", () -> json(place, "train", "--run-id", place.id(), "--json"));
    PARAMETERS.add(trained.get("parameters_sha256").asText());
    assertThat(PARAMETERS).as("parameters, wherever trained").containsOnly(PARAMETERS.get(0));
    tellStartUp(place);
    assertBothHostsWorked(place);
    if (!place.runsEveryJob()) {
      return;
    }
    JsonNode judged =
        timed(
            place,
            "evaluate",
            () ->
                json(
                    place,
                    "evaluate",
                    "--run",
                    place.id(),
                    "--run-id",
                    place.id() + "-again",
                    "--json"));
    assertThat(judged.get("accuracy")).isEqualTo(trained.get("accuracy"));
    timed(place, "report", () -> catwalk(place, "report", "--run", place.id()).expect(0));
    JsonNode night =
        timed(
            place,
            "retrain",
            () -> json(place, "retrain", "--set", "registry.name=" + place.id(), "--json"));
    assertThat(night.get("outcome").asText()).isEqualTo("promoted");
  }

  @Test
  void whatEndsADriverInsideTheClusterEndsTheCommand() throws IOException {
    Script.Finished finished =
        catwalk(
                Place.YARN_CLUSTER,
                "train",
                "--set",
                "data.source=" + cluster.storage() + "-nowhere")
            .expect(3);

    assertThat(finished.stdout()).isEmpty();
    assertThat(finished.stderr())
        .contains("catwalk: ")
        .contains("-nowhere")
        .doesNotContain("\tat ", "Exception");
    assertThat(names(cluster.storage() + "/submissions"))
        .as("mailboxes")
        .noneMatch(n -> n.startsWith("20"));
  }

  @Test
  void mistakesAreToldBeforeAnythingIsSubmitted() {
    Place inside = Place.YARN_CLUSTER;

    assertThat(catwalk(inside, "train", "--set", "train.epochs=0").expect(2).stderr())
        .contains("train.epochs");
    assertThat(catwalk(inside, "train", "--storage", "here").expect(2).stderr())
        .contains("storage.root = here is a folder of one machine");
    assertThat(catwalk(inside, "train", "--set", "data.source=pictures").expect(2).stderr())
        .contains("data.source = pictures lies on this machine");
    assertThat(run("train", "--deploy-mode", "cluster", "--master", "local[2]").expect(2).stderr())
        .contains("--deploy-mode cluster takes --master spark://HOST:PORT, yarn or k8s://URL");
  }

  /** What a process sees is below its entry in /proc. */
  @Test
  void hostsSeeNothingOfEachOther() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(hidden, "a process may have mounts of its own");
    for (String daemon : List.of("worker", "nodemanager")) {
      assertThat(seenBy(daemon + "1", host(1))).isNotEmpty();
      assertThat(seenBy(daemon + "1", host(2))).isEmpty();
      assertThat(seenBy(daemon + "2", host(1))).isEmpty();
      assertThat(seenBy(daemon + "2", client)).isEmpty();
    }
  }

  private static List<Path> seenBy(String daemon, Path folder) throws IOException {
    Path root = Path.of("/proc/" + cluster.process(daemon).pid() + "/root");
    try (Stream<Path> files = Files.list(root.resolve(Path.of("/").relativize(folder)))) {
      return files.toList();
    }
  }

  private static Path host(int number) throws IOException {
    return temporary.toRealPath().resolve("cluster/hosts/" + number);
  }

  /** Executors ran on both, and the driver on one of them where it was to. */
  private static void assertBothHostsWorked(Place place) throws IOException {
    String logs = place.name().startsWith("YARN") ? "yarn/logs" : "spark";
    boolean driverFound = false;
    for (int number : new int[] {1, 2}) {
      List<Path> files = files(host(number).resolve(logs));
      assertThat(files).as("logs of host " + number).isNotEmpty();
      for (Path file : files) {
        driverFound |= file.endsWith("stderr") && Files.readString(file).contains("epoch 2/2: ");
      }
    }
    if (place.driverInside()) {
      assertThat(driverFound).as("a driver's log in the cluster").isTrue();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static boolean canHide() {
    Path unshare = Path.of("/usr/bin/unshare");
    return Files.isExecutable(unshare)
        && Script.at(unshare, temporary).run("--mount", "true").exitCode() == 0;
  }

  /** What Catwalk's own start takes, beside everything that a job is there for. */
  private static void tellStartUp(Place place) throws IOException {
    JsonNode manifest;
    try (InputStream in =
        cluster.fileSystem().open(hdfs(cluster.storage() + "/runs/" + place.id() + "/run.json"))) {
      manifest = JSON.readTree(in);
    }
    TABLE.add("%-20s %-20s %s".formatted(place.id(), "  of which", manifest.get("seconds")));
  }

  private static Script.Finished empty(Place place) throws IOException {
    Path jar = TestJar.write(temporary.resolve("empty.jar"), EmptyJob.class);
    String uri = cluster.storage() + "-empty.jar";
    cluster.fileSystem().copyFromLocalFile(new org.apache.hadoop.fs.Path(jar.toUri()), hdfs(uri));
    Path home = SparkRuntimes.embedded();
    List<String> arguments = new ArrayList<>(place.options());
    arguments.addAll(
        List.of(
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true",
            "--driver-java-options",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
                + " --add-opens=java.base/java.nio=ALL-UNNAMED",
            "--class",
            EmptyJob.class.getName(),
            uri));
    return cluster
        .scriptAt(home.resolve("bin/spark-submit"), client)
        .with("SPARK_LOCAL_IP", "127.0.0.1")
        .run(arguments.toArray(String[]::new))
        .expect(0);
  }

  private interface Job<T> {
    T run() throws IOException;
  }

  private static <T> T timed(Place place, String job, Job<T> work) throws IOException {
    long began = System.nanoTime();
    T result = work.run();
    TABLE.add("%-20s %-20s %5.1f s".formatted(place.id(), job, (System.nanoTime() - began) / 1e9));
    return result;
  }

  private static JsonNode json(Place place, String... arguments) throws IOException {
    return JSON.readTree(catwalk(place, arguments).expect(0).stdout());
  }

  private static Script.Finished catwalk(Place place, String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--config", "drawn.conf"));
    if (command.equals("report")) {
      all.subList(1, 3).clear();
    }
    all.addAll(place.options());
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private static Script.Finished catwalk(Place place, String[] words) {
    return catwalk(place, words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
  }

  private static Script.Finished run(String... arguments) {
    return cluster.script("catwalk", client).within(Duration.ofMinutes(6)).run(arguments);
  }

  private static List<String> names(String folder) throws IOException {
    if (!cluster.fileSystem().exists(hdfs(folder))) {
      return List.of();
    }
    return Stream.of(cluster.fileSystem().listStatus(hdfs(folder)))
        .map(status -> status.getPath().getName())
        .toList();
  }

  private static String source() {
    return cluster.storage() + "-pictures.tar";
  }

  private static org.apache.hadoop.fs.Path hdfs(String uri) {
    return new org.apache.hadoop.fs.Path(uri);
  }
}
