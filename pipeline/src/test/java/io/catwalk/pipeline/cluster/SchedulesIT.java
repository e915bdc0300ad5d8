package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code submit/schedule}, by the programs that it is for. */
class SchedulesIT {

  private static final Path SCHEDULES = Script.projectRoot().resolve("submit/schedule");

  @TempDir Path temporary;

  /**
   * A cron of the test's own, in a mount namespace where its folders are the test's: nothing of the
   * machine's is seen or changed.
   */
  @Test
  void cronStartsItAgainAndAgain() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/cron")), "Debian's cron is installed");
    assumeTrue(inNamespace("true").exitCode() == 0, "a process may have mounts of its own");
    drawPictures();
    Path tabs = Files.createDirectories(temporary.resolve("crontabs"));
    Path tab = Files.writeString(tabs.resolve("root"), crontab());
    Files.setPosixFilePermissions(tab, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(temporary.resolve("empty"));
    Files.createFile(temporary.resolve("nothing"));
    Process cron =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "/bin/sh",
                "-c",
                "mount --bind \"$0/crontabs\" /var/spool/cron/crontabs && mount --bind \"$0/empty\" /etc/cron.d"
                    + " && mount --bind \"$0/nothing\" /etc/crontab && mount -t tmpfs tmpfs /run && exec cron -f",
                temporary.toString())
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("cron.log").toFile())
            .start();
    try {
      await(cron, "exit 0 promoted: drawn, champion v0001");
      await(cron, "exit 0 nothing-new: drawn, champion v0001");
    } finally {
      cron.descendants().forEach(ProcessHandle::destroyForcibly);
      cron.destroyForcibly().waitFor();
    }
  }

  /** The one that we give away, every minute instead of every night. */
  private String crontab() throws IOException {
    String nightly = Files.readString(SCHEDULES.resolve("crontab"));
    assertThat(nightly).contains("\n30 2 * * * ");
    return nightly
            .replace("\n30 2 * * * ", "\n* * * * * ")
            .replace("CATWALK_HOME=/opt/catwalk", "CATWALK_HOME=" + Script.projectRoot())
            .replace("/var/log/catwalk", temporary.resolve("logs").toString())
            .replace(
                "\"$CATWALK_HOME\"/conf/retrain-fashion-mnist.conf",
                temporary.resolve("night.conf").toString())
            .replace(
                "MAILTO=\"\"",
                "MAILTO=\"\"\nHOME=" + temporary + "\nCATWALK_BUILD=never\nCATWALK_MASTER=local[1]")
        + "\n";
  }

  private void drawPictures() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "60")
        .expect(0);
    Files.writeString(
        temporary.resolve("night.conf"),
        """
        data {
          name = drawn, source = pictures, split = hash, validation-percent = 10, test-percent = 25
          shape { height = 32, width = 32, channels = 1 }
        }
        registry.name = drawn
        train { workers = 1, minibatch = 8, epochs = 1 }
        retrain.blessing { min-accuracy = 0.01, test = mcnemar }
        """);
  }

  private void await(Process cron, String line) throws Exception {
    Instant began = Instant.now();
    while (!logged(line)) {
      assertThat(cron.waitFor(200, TimeUnit.MILLISECONDS)).as("cron has ended").isFalse();
      assertThat(Duration.between(began, Instant.now()))
          .as("waited for " + line + "; logs: " + logs())
          .isLessThan(Duration.ofMinutes(6));
    }
  }

  private boolean logged(String line) throws IOException {
    for (Path log : logs()) {
      if (Files.readString(log).contains(line)) {
        return true;
      }
    }
    return false;
  }

  private List<Path> logs() throws IOException {
    Path folder = temporary.resolve("logs");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Script.Finished inNamespace(String command) {
    return Script.at(Path.of("/usr/bin/unshare"), temporary).run("--mount", command);
  }

  @Test
  void systemdTakesTheUnits() throws IOException {
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    assumeTrue(Files.isExecutable(analyze), "systemd-analyze is installed");
    for (String unit : List.of("catwalk-retrain.service", "catwalk-retrain.timer")) {
      String text = Files.readString(SCHEDULES.resolve(unit));
      Files.writeString(
          temporary.resolve(unit), text.replace("/opt/catwalk", Script.projectRoot().toString()));
    }

    Script.Finished verified =
        Script.at(analyze, temporary)
            .run("verify", "./catwalk-retrain.service", "./catwalk-retrain.timer")
            .expect(0);

    assertThat(verified.stderr()).doesNotContain("catwalk-retrain");
    assertThat(Files.readString(temporary.resolve("catwalk-retrain.timer")))
        .contains("Persistent=true");
  }

  @Test
  void theDagCompiles() {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "python3 is installed");

    Script.at(python, temporary)
        .run(
            "-c",
            "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')",
            SCHEDULES.resolve("catwalk_retrain_dag.py").toString())
        .expect(0);
  }

  /**
   * Against the definition that {@code CATWALK_SPARK_OPERATOR_CRD} names: the operator's {@code
   * sparkoperator.k8s.io_scheduledsparkapplications.yaml}, which is not ours to ship.
   */
  @Test
  void theSparkOperatorsSchemaAllowsTheYaml() throws IOException {
    String definition = System.getenv("CATWALK_SPARK_OPERATOR_CRD");
    assumeTrue(definition != null, "CATWALK_SPARK_OPERATOR_CRD names the operator's definition");
    Path check = temporary.resolve("crd_check.py");
    try (InputStream in = getClass().getResourceAsStream("crd_check.py")) {
      Files.copy(in, check);
    }

    Script.at(Path.of("/usr/bin/python3"), temporary)
        .run(
            check.toString(),
            definition,
            SCHEDULES.resolve("scheduled-spark-application.yaml").toString())
        .expect(0);
  }

  @Test
  void aScheduledCallHasOneLineAndItsExitCode() throws IOException {
    Script.Finished finished =
        Script.of("retrain", temporary)
            .with("CATWALK_LOGS", temporary.resolve("logs").toString())
            .run("--config", "nowhere.conf")
            .expect(2);

    assertThat(finished.stdout().lines()).hasSize(1);
    assertThat(finished.stdout())
        .contains(" exit 2 catwalk: --config nowhere.conf: no such file")
        .contains(logs().get(0).toString());
    assertThat(Files.readString(logs().get(0))).endsWith(finished.stdout());
  }
}
