package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host falls silent while a training waits for its worker: the Spark worker and its executor are
 * stopped, so that connections stay open and nobody answers.
 *
 * <p>{@code catwalk.silence.seconds} says after how long Spark gives up a silent executor.
 */
class SilentHostIT {

  private static final int SILENCE = Integer.getInteger("catwalk.silence.seconds", 12);

  private static final long STANDSTILL = TimeUnit.SECONDS.toNanos(5);

  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static String undisturbed;
  private Script.Running running;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "200")
        .expect(0);
    Script.at(Path.of("/bin/tar"), temporary)
        .run("-cf", "pictures.tar", "-C", "pictures", ".")
        .expect(0);
    Files.writeString(
        temporary.resolve("drawn.conf"),
        """
        data {
          name = drawn, source = pictures.tar, split = hash, validation-percent = 0, test-percent = 10
          shape { height = 32, width = 32, channels = 1 }
        }
        model.name = lenet5
        train {
          workers = 2, averaging-frequency = 1, minibatch = 16, epochs = 10, learning-rate = 0.001
          checkpoint { every-rounds = 5, every-epochs = 1, keep = 3 }
        }
        """);
    // By itself, while the cluster starts.
    Script.Running alone =
        train(Script.of("catwalk", temporary), "local[2]", "alone", "--storage", "storage");
    cluster = LocalCluster.start(temporary.resolve("cluster"));
    undisturbed = sha(alone.await(Duration.ofMinutes(4)).expect(0));
  }

  @AfterAll
  static void stopTheCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void allHostsAreThere() {
    cluster.command("start").expect(0);
  }

  @AfterEach
  void endTheTrainingAndTheSilentHost() throws IOException {
    if (running != null) {
      running.process().descendants().forEach(ProcessHandle::destroyForcibly);
      running.process().destroyForcibly();
    }
    for (ProcessHandle process : host("worker1")) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @Test
  void theTrainingGoesOnWithoutIt() throws IOException {
    running = start(givingUpSoon(), "silent");
    awaitTheSecondEpoch(running, "silent");

    silence("worker1");

    assertThat(sha(running.await(Duration.ofMinutes(3)).expect(0))).isEqualTo(undisturbed);
  }

  /** At a time at which Spark has not given up the executor yet. */
  @Test
  void oneSignalEndsATrainingThatWaitsForIt() throws IOException {
    running = start(catwalk(), "stopped");
    awaitTheSecondEpoch(running, "stopped");
    silence("worker1");
    awaitStandstill(running, "stopped");

    running.process().destroy();
    Script.Finished stopped = running.await(Duration.ofSeconds(90)).expect(143);

    assertThat(stopped.stderr())
        .contains("catwalk: this round takes long and is given up")
        .contains("catwalk: stopped after epoch ")
        .contains("to go on: ")
        .doesNotContain("\tat ");
  }

  private static void silence(String worker) throws IOException {
    List<ProcessHandle> host = host(worker);
    assertThat(host).as("a Spark worker and its executor").hasSizeGreaterThan(1);
    for (ProcessHandle process : host) {
      Signals.send("STOP", process);
    }
  }

  private static List<ProcessHandle> host(String worker) throws IOException {
    ProcessHandle daemon = cluster.process(worker);
    return Stream.concat(Stream.of(daemon), daemon.descendants()).toList();
  }

  private static Script.Running start(Script catwalk, String run) throws IOException {
    return train(catwalk, cluster.master(), run);
  }

  private static Script catwalk() {
    return cluster.script("catwalk", temporary);
  }

  private static Script givingUpSoon() {
    return catwalk()
        .with(
            "CATWALK_SUBMIT_ARGS",
            String.format(
                Locale.ROOT,
                "--conf spark.storage.blockManagerHeartbeatTimeoutMs=%ds --conf spark.executor.heartbeatInterval=%ds",
                SILENCE,
                SILENCE / 6));
  }

  private static Script.Running train(
      Script catwalk, String master, String run, String... furtherOptions) throws IOException {
    List<String> options =
        List.of("train", "--config", "drawn.conf", "--master", master, "--run-id", run, "--json");
    return catwalk.start(
        Stream.concat(options.stream(), Stream.of(furtherOptions)).toArray(String[]::new));
  }

  private static void awaitTheSecondEpoch(Script.Running running, String run) throws IOException {
    Waiting.until(
        "a checkpoint of the second epoch",
        running,
        () ->
            checkpoints(run).stream()
                .anyMatch(name -> name.compareTo("epoch-00002-round-0000001") >= 0));
  }

  /** The round that its worker has answered may end, and no other. */
  private static void awaitStandstill(Script.Running running, String run) throws IOException {
    AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
    AtomicLong since = new AtomicLong(System.nanoTime());
    Waiting.until(
        "nothing went on for five seconds",
        running,
        () -> {
          List<String> now = checkpoints(run);
          if (!now.equals(seen.getAndSet(now))) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > STANDSTILL;
        });
  }

  private static List<String> checkpoints(String run) throws IOException {
    try {
      return Arrays.stream(
              cluster
                  .fileSystem()
                  .listStatus(
                      new org.apache.hadoop.fs.Path(cluster.storage() + "/checkpoints/" + run)))
          .map(file -> file.getPath().getName())
          .filter(name -> name.startsWith("epoch-"))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static String sha(Script.Finished finished) throws IOException {
    return new ObjectMapper().readTree(finished.stdout()).get("parameters_sha256").asText();
  }
}
