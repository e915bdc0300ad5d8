package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorCopiesTest {

  @TempDir private Path work;

  @Test
  void copiesGoAndLogsStay() throws IOException {
    for (String file :
        List.of("app-1/0/catwalk.jar", "app-1/0/stderr", "app-1/1/more.jar", "app-2/0/other.jar")) {
      Files.createDirectories(work.resolve(file).getParent());
      Files.writeString(work.resolve(file), "x");
    }

    new ExecutorCopies(work.resolve("app-1")).onApplicationEnd(new SparkListenerApplicationEnd(0));

    assertThat(files()).containsExactly("app-1/0/stderr", "app-2/0/other.jar");
  }

  @Test
  void nothingToDeleteIsNoMistake() {
    new ExecutorCopies(work.resolve("app-1")).onApplicationEnd(new SparkListenerApplicationEnd(0));

    assertThat(work).isEmptyDirectory();
  }

  @Test
  void copiesOfTheDeadGoAndThoseOfTheLivingStay() throws IOException {
    for (String file : List.of("app-1/0/catwalk.jar", "app-1/0/stderr", "app-2/0/catwalk.jar")) {
      Files.createDirectories(work.resolve(file).getParent());
      Files.writeString(work.resolve(file), "x");
    }
    Process living =
        new ProcessBuilder("sleep", "100").directory(work.resolve("app-2/0").toFile()).start();
    try {
      ExecutorCopies.deleteOrphans(work, Instant.now().minusSeconds(60));
      assertThat(files()).as("all are young").hasSize(3);

      ExecutorCopies.deleteOrphans(work, Instant.now().plusSeconds(1));
      assertThat(files()).containsExactly("app-1/0/stderr", "app-2/0/catwalk.jar");
    } finally {
      living.destroyForcibly();
    }
  }

  @Test
  void anExecutorTakesItsOwnCopiesAlong() throws IOException {
    Files.writeString(work.resolve("catwalk.jar"), "x");
    Files.writeString(work.resolve("shared.jar"), "x");
    Files.createSymbolicLink(work.resolve("linked.jar"), work.resolve("shared.jar"));

    new OwnCopies(work, List.of("catwalk.jar", "linked.jar", "missing.jar")).run();

    assertThat(files()).containsExactly("linked.jar", "shared.jar");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> work.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
