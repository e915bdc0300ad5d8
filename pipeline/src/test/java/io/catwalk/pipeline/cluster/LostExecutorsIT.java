package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors are lost while others have cores to spare, so that Spark starts workers a second time
 * beside those that stand: one epoch, which is one Spark job, loses two.
 */
class LostExecutorsIT {

  private static final Duration LIMIT = Duration.ofMinutes(6);

  @TempDir Path temporary;

  @Test
  void oneEpochLosesTwoExecutors() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "300")
        .expect(0);
    Files.writeString(
        temporary.resolve("drawn.conf"),
        """
        data {
          name = drawn, source = pictures, split = hash, validation-percent = 0, test-percent = 10
          shape { height = 48, width = 48, channels = 1 }
        }
        model.name = lenet5
        train {
          workers = 3, averaging-frequency = 1, minibatch = 1, epochs = 1, learning-rate = 0.0001
          checkpoint { every-rounds = 5, every-epochs = 1, keep = 3 }
        }
        """);
    String undisturbed = sha(start("undisturbed").await(LIMIT).expect(0));

    Script.Running running = start("disturbed");
    Waiting.until("the epoch is under way", running, () -> round() >= 20);
    kill(running, "0");
    long then = round();
    Waiting.until("it has gone on", running, () -> round() > then + 20);
    kill(running, "2");
    assertThat(round()).as("round when the second one was lost").isBetween(20L, 160L);

    assertThat(sha(running.await(LIMIT).expect(0))).isEqualTo(undisturbed);
  }

  private Script.Running start(String run) throws IOException {
    return Script.of("catwalk", temporary)
        .start(
            "train",
            "--config",
            "drawn.conf",
            "--master",
            "local-cluster[3,2,1024]",
            "--run-id",
            run,
            "--json");
  }

  /** That of the newest checkpoint, 0 while there is none. */
  private long round() throws IOException {
    Path folder = temporary.resolve("catwalk-storage/checkpoints/disturbed");
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("epoch-"))
          .mapToLong(name -> Long.parseLong(name.replaceAll(".*round-(\\d+).*", "$1")))
          .max()
          .orElse(0);
    }
  }

  private static void kill(Script.Running running, String executor) {
    List<ProcessHandle> found =
        running.process().descendants().filter(process -> isExecutor(process, executor)).toList();
    assertThat(found).as("executor " + executor).hasSize(1);
    found.get(0).destroyForcibly();
    found.get(0).onExit().join();
  }

  private static boolean isExecutor(ProcessHandle process, String id) {
    List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
    int at = arguments.indexOf("--executor-id");
    return at >= 0 && arguments.get(at + 1).equals(id);
  }

  private static String sha(Script.Finished finished) throws IOException {
    return new ObjectMapper().readTree(finished.stdout()).get("parameters_sha256").asText();
  }
}
