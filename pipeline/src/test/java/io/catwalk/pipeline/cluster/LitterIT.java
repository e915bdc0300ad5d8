package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs copy to a cluster's workers goes, by itself, at the next start, or when it stops. */
class LitterIT {

  @TempDir private Path temporary;

  @Test
  void copiesOfApplicationsGoAndWhatStaysIsTold() throws IOException {
    Path directory = temporary.resolve("cluster");
    Script.Finished stopped;
    try (LocalCluster cluster = LocalCluster.start(directory, "--workers", "1")) {
      Script doctor = cluster.script("catwalk", temporary);
      doctor.run("doctor", "--benchmark", "0").expect(0);
      Script.Running waiting = doctor.start("doctor", "--benchmark", "100");
      // By now its executor has answered: one that was still starting would leave its copy behind.
      Waiting.untilItSays("training LeNet-5", waiting);
      assertThat(jars(directory)).isNotEmpty();
      // The driver is the script itself by now, or its child.
      waiting.process().descendants().forEach(ProcessHandle::destroyForcibly);
      waiting.process().destroyForcibly();
      waiting.await(Duration.ofMinutes(1));
      Waiting.until("both had taken their copies along", () -> jars(directory).isEmpty());

      Path left = Files.createDirectories(directory.resolve("hosts/1/spark/app-1/0"));
      Path old = Files.writeString(left.resolve("catwalk.jar"), "of an executor that was killed");
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(600)));
      Path driver = Files.createDirectories(directory.resolve("hosts/1/spark/driver-1"));
      Path drivers =
          Files.writeString(driver.resolve("catwalk.jar"), "of a driver that was killed");
      Files.setLastModifiedTime(drivers, FileTime.from(Instant.now().minusSeconds(600)));
      Path young = Files.writeString(left.resolve("young.jar"), "of one that is just starting");
      LocalCluster.command(directory, "start").expect(0);
      assertThat(jars(directory)).containsExactly(young);

      stopped = cluster.command("stop").expect(0);
    }
    assertThat(jars(directory)).isEmpty();
    assertThat(directory.resolve("hosts/1/tmp")).isEmptyDirectory();
    assertThat(stopped.stderr())
        .containsPattern("stays: \\S+ of HDFS's files in " + directory + "/hdfs")
        .containsPattern("stays: \\S+ of the daemons' logs in " + directory + "/logs")
        .contains("rm -rf " + directory);
  }

  /** Folders that go while they are looked at are looked at again. */
  private static List<Path> jars(Path directory) throws IOException {
    while (true) {
      try (Stream<Path> files = Files.walk(directory.resolve("hosts/1/spark"))) {
        return files.filter(file -> file.toString().endsWith(".jar")).toList();
      } catch (UncheckedIOException e) {
        assertThat(e).hasCauseInstanceOf(NoSuchFileException.class);
      }
    }
  }
}
