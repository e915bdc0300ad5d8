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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host falls silent while a training waits for its worker: the Spark worker and its executor are
 * stopped, so that connections stay open and nobody answers.
 */
class SilentHostIT {

  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static String undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "300")
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
          workers = 2, averaging-frequency = 1, minibatch = 4, epochs = 16, learning-rate = 0.0003
          checkpoint { every-rounds = 20, every-epochs = 1, keep = 3 }
        }
        """);
    cluster = LocalCluster.start(temporary.resolve("cluster"));
    undisturbed = sha(start("undisturbed").await(Duration.ofMinutes(4)).expect(0));
  }

  @AfterAll
  static void stopTheCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** By another one, which is whole. */
  @AfterEach
  void replaceTheHost() throws IOException {
    for (ProcessHandle process : host("worker1")) {
      process.destroyForcibly();
      process.onExit().join();
    }
    cluster.command("start").expect(0);
  }

  @Test
  void theTrainingGoesOnWithoutIt() throws IOException {
    Script.Running running = start("silent");
    awaitTheSecondEpoch(running, "silent");

    silence("worker1");

    assertThat(sha(running.await(Duration.ofMinutes(3)).expect(0))).isEqualTo(undisturbed);
  }

  @Test
  void oneSignalEndsATrainingThatWaitsForIt() throws IOException {
    Script.Running running = start("stopped");
    awaitTheSecondEpoch(running, "stopped");
    silence("worker1");

    running.process().destroy();
    Script.Finished stopped = running.await(Duration.ofSeconds(90)).expect(143);

    assertThat(stopped.stderr())
        .contains("catwalk: this round takes long and is given up")
        .contains("catwalk: stopped after epoch ")
        .contains("to go on: ")
        .doesNotContain("\tat ");
    replaceTheHost();
    Script.Finished resumed =
        cluster
            .script("catwalk", temporary)
            .within(Duration.ofMinutes(4))
            .run("train", "--resume", "stopped", "--json")
            .expect(0);
    assertThat(sha(resumed)).isEqualTo(undisturbed);
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

  private static Script.Running start(String run) throws IOException {
    return cluster
        .script("catwalk", temporary)
        .start(
            "train",
            "--config",
            "drawn.conf",
            "--master",
            cluster.master(),
            "--run-id",
            run,
            "--json");
  }

  private static void awaitTheSecondEpoch(Script.Running running, String run) throws IOException {
    Waiting.until(
        "a checkpoint of the second epoch",
        running,
        () ->
            checkpoints(run).stream()
                .anyMatch(name -> name.compareTo("epoch-00002-round-0000001") >= 0));
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
