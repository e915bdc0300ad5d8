package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;

/**
 * Jobs on a cluster of one Spark, standalone and YARN beside one HDFS. Ends with {@link #close}.
 */
final class SparkTrial implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final LocalCluster cluster;
  private final Path folder;
  private final Path user;
  private final String spark;

  private SparkTrial(LocalCluster cluster, Path folder, Path user, String spark) {
    this.cluster = cluster;
    this.folder = folder;
    this.user = user;
    this.spark = spark;
  }

  /** Who gives a job its executors. */
  enum Master {
    STANDALONE("worker"),
    YARN("nodemanager");

    private final String daemon;

    Master(String daemon) {
      this.daemon = daemon;
    }
  }

  /** What is run. */
  enum Job {
    TRAIN,
    LOSE_EXECUTOR,
    RETRAIN,
    DOCTOR;

    /** Whose parameters its own must equal. */
    Job kind() {
      return this == LOSE_EXECUTOR ? TRAIN : this;
    }
  }

  /**
   * @param parameters the SHA-256 of what was trained, or a word where nothing is
   */
  record Outcome(String spark, Master master, Job job, double seconds, String parameters) {

    /** Of a table in Markdown. */
    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %.0f | %s |",
          spark,
          name(master),
          name(job),
          seconds,
          parameters.substring(0, Math.min(parameters.length(), 16)));
    }
  }

  private static String name(Enum<?> what) {
    return what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * @param home SPARK_HOME
   * @param folder of the cluster
   * @param user where the user stands; holds clothes/
   */
  static SparkTrial start(Path home, Path folder, Path user) throws IOException {
    LocalCluster cluster =
        LocalCluster.startWith(Map.of("SPARK_HOME", home.toString()), folder, "--yarn");
    return new SparkTrial(cluster, folder, user, SparkRuntimes.version(home));
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }

  Outcome run(Job job, Master master) throws IOException {
    long began = System.nanoTime();
    String run = name(job).replace(' ', '-') + "-" + name(master);
    String parameters =
        switch (job) {
          case TRAIN -> undisturbed(master, run);
          case LOSE_EXECUTOR -> published(withoutAnExecutor(master, run), run);
          case RETRAIN -> night(master);
          case DOCTOR -> examined(master);
        };
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Outcome(spark, master, job, seconds, parameters);
  }

  private Script script(String name) {
    return cluster.script(name, user).within(LIMIT);
  }

  private Script.Running train(Master master, String run) throws IOException {
    List<String> words = new ArrayList<>(settings());
    words.addAll(List.of("--master", url(master), "--run-id", run, "--json"));
    return script("train-lenet").start(words.toArray(String[]::new));
  }

  /** So many rounds that nothing that happens in the second epoch comes too late. */
  private static List<String> settings() {
    return Stream.of(
            "data.source=clothes",
            // The parameters are those after the last epoch.
            "data.validation-percent=0",
            "train.minibatch=16",
            "train.epochs=4",
            "train.averaging-frequency=1",
            "train.checkpoint.every-rounds=10",
            "train.checkpoint.every-epochs=1")
        .flatMap(setting -> Stream.of("--set", setting))
        .toList();
  }

  private Script.Finished withoutAnExecutor(Master master, String run) throws IOException {
    Script.Running running = train(master, run);
    awaitTheSecondEpoch(running, run);
    ProcessHandle executor =
        Stream.of(1, 2)
            .flatMap(number -> daemon(master, number).descendants())
            .filter(SparkTrial::isExecutor)
            .findFirst()
            .orElseThrow();
    executor.destroyForcibly();
    executor.onExit().join();
    assertThat(checkpoints(run)).as("checkpoints when it was lost").isNotEmpty();
    return running.await(LIMIT);
  }

  private ProcessHandle daemon(Master master, int number) {
    try {
      return cluster.process(master.daemon + number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process.info().command().filter(java -> java.endsWith("/java")).isPresent()
        && process.info().commandLine().orElse("").contains("ExecutorBackend");
  }

  private void awaitTheSecondEpoch(Script.Running running, String run) throws IOException {
    Waiting.until(
        "a checkpoint of the second epoch",
        running,
        () ->
            checkpoints(run).stream()
                .anyMatch(name -> name.compareTo("epoch-00002-round-0000004") >= 0));
  }

  private List<String> checkpoints(String run) throws IOException {
    try {
      return Stream.of(cluster.fileSystem().listStatus(stored("checkpoints/" + run)))
          .map(FileStatus::getPath)
          .map(org.apache.hadoop.fs.Path::getName)
          .filter(name -> name.startsWith("epoch-"))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private String undisturbed(Master master, String run) throws IOException {
    String parameters = published(train(master, run).await(LIMIT), run);
    if (master == Master.STANDALONE) {
      Waiting.until("executors had nothing but logs left", this::logsAlone);
    }
    return parameters;
  }

  /** The parameters of a run, which tells of this Spark. */
  private String published(Script.Finished finished, String run) throws IOException {
    String parameters =
        JSON.readTree(finished.expect(0).stdout()).get("parameters_sha256").asText();
    JsonNode manifest = read("runs/" + run + "/run.json");
    assertThat(manifest.get("parameters_sha256").asText()).isEqualTo(parameters);
    assertThat(manifest.get("environment").get("spark").asText()).isEqualTo(spark);
    return parameters;
  }

  /** The parameters of the first champion. */
  private String night(Master master) throws IOException {
    String model = "clothes-" + name(master);
    Path experiment = user.resolve(model + ".conf");
    Files.writeString(
        experiment,
        """
        include file("%s")
        registry.name = %s
        retrain.blessing { min-accuracy = 0.2, test = mcnemar }
        """
            .formatted(Script.projectRoot().resolve("conf/lenet-fashion-mnist.conf"), model));
    List<String> words = new ArrayList<>(List.of("retrain", "--config", experiment.toString()));
    words.addAll(settings());
    words.addAll(List.of("--master", url(master), "--json"));
    Script.Finished finished = script("catwalk").run(words.toArray(String[]::new)).expect(0);
    assertThat(JSON.readTree(finished.stdout()).get("outcome").asText()).isEqualTo("promoted");
    Registry registry =
        new Registry(
            HadoopStorage.with(Map.of("dfs.replication", "2")).store(cluster.storage()), model);
    return read("runs/" + registry.champion().orElseThrow().runId() + "/run.json")
        .get("parameters_sha256")
        .asText();
  }

  private String examined(Master master) throws IOException {
    Script.Finished finished =
        script("catwalk")
            .run("doctor", "--benchmark", "0", "--master", url(master), "--json")
            .expect(0);
    JsonNode diagnosis = JSON.readTree(finished.stdout());
    assertThat(diagnosis.get("processes")).hasSize(3);
    assertThat(diagnosis.get("processes").findValuesAsText("spark")).containsOnly(spark);
    return "healthy";
  }

  private String url(Master master) {
    return master == Master.YARN ? "yarn" : cluster.master();
  }

  /** Whether executors of a standalone master have nothing but their logs left. */
  private boolean logsAlone() throws IOException {
    for (int number : new int[] {1, 2}) {
      try (Stream<Path> files = Files.walk(folder.resolve("hosts/" + number + "/spark"))) {
        if (!files
            .filter(Files::isRegularFile)
            .allMatch(file -> file.endsWith("stdout") || file.endsWith("stderr"))) {
          return false;
        }
      } catch (UncheckedIOException e) {
        // What goes while it is looked at is looked at again.
        return false;
      }
    }
    return true;
  }

  private JsonNode read(String path) throws IOException {
    try (InputStream in = cluster.fileSystem().open(stored(path))) {
      return JSON.readTree(in);
    }
  }

  private org.apache.hadoop.fs.Path stored(String path) {
    return new org.apache.hadoop.fs.Path(cluster.storage() + "/" + path);
  }
}
