package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What lies in {@code submit/schedule}, by the programs that it is for. */
class SchedulesIT {

  private static final Path SCHEDULES = Script.projectRoot().resolve("submit/schedule");

  /**
   * In the system's folder: another user has to reach it, and the project may lie in root's own.
   */
  @TempDir(factory = TempDirFactory.Standard.class)
  Path temporary;

  /**
   * The table that we give away, every minute instead of every night, by a cron of the test's own.
   */
  @Test
  void cronStartsItAgainAndAgain() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/cron")), "Debian's cron is installed");
    InstalledCopy copy = InstalledCopy.in(temporary);
    String nightly = Files.readString(copy.schedule("crontab"));
    assertThat(nightly).contains("\n30 2 * * * ");
    copy.putCrontab(nightly.replace("\n30 2 * * * ", "\n* * * * * "));
    Process cron = copy.start("cron", "-f");
    try {
      awaitMail(copy, cron, "exit 0 promoted: drawn, champion v0001");
      awaitMail(copy, cron, "exit 0 nothing-new: drawn, champion v0001");
    } finally {
      cron.descendants().forEach(ProcessHandle::destroyForcibly);
      cron.destroyForcibly().waitFor();
    }
    assertThat(copy.mail()).contains("To: root");
    assertEveryImageWasRead(copy);
  }

  private static void awaitMail(InstalledCopy copy, Process cron, String line) throws Exception {
    Instant began = Instant.now();
    while (!copy.mail().contains(line)) {
      assertThat(cron.waitFor(200, TimeUnit.MILLISECONDS)).as("cron has ended").isFalse();
      assertThat(Duration.between(began, Instant.now()))
          .as(() -> "waited for " + line + "; mail: " + mail(copy))
          .isLessThan(Duration.ofMinutes(4));
    }
  }

  private static String mail(InstalledCopy copy) {
    try {
      return copy.mail() + "; said: " + copy.said();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertEveryImageWasRead(InstalledCopy copy) throws IOException {
    assertThat(copy.dataset()).contains("Kätzchen", "犬").doesNotContain("\ufffd");
    int images = 0;
    for (JsonNode split : new ObjectMapper().readTree(copy.dataset()).get("counts")) {
      for (JsonNode ofClass : split) {
        images += ofClass.asInt();
      }
    }
    assertThat(images).isEqualTo(InstalledCopy.IMAGES);
  }

  /** systemd itself does not run in a container; what the unit says is done as systemd does it. */
  @Test
  void theServiceRunsAsItsUserFromTheInstalledCopy() throws IOException {
    InstalledCopy copy = InstalledCopy.in(temporary);
    String unit = copy.schedule("catwalk-retrain.service").toString();

    Script.Finished night = copy.run("python3", copy.program("systemd_start.py"), unit);

    assertThat(night.expect(0).stdout()).contains("exit 0 promoted: drawn, champion v0001");
    assertEveryImageWasRead(copy);
  }

  /** Two nights of the DAG, on a worker whose language has digits of its own. */
  @Test
  void theDagsTaskRunsNightAfterNightInArabic() throws IOException {
    InstalledCopy copy = InstalledCopy.in(temporary);
    String[] task = {
      "setpriv",
      "--reuid=catwalk",
      "--regid=catwalk",
      "--clear-groups",
      "env",
      "HOME=/var/lib/catwalk",
      "JAVA_TOOL_OPTIONS=-Duser.language=ar -Duser.country=EG",
      "python3",
      copy.program("airflow_task.py"),
      copy.schedule("catwalk_retrain_dag.py").toString()
    };

    Script.Finished first = copy.run(task).expect(0);
    Script.Finished second = copy.run(task).expect(0);

    assertThat(first.stdout())
        .contains("exit 0 promoted: drawn, champion v0001")
        .contains("retrain: success");
    assertThat(second.stdout())
        .contains("exit 0 nothing-new: drawn, champion v0001")
        .contains("retrain: success");
    assertEveryImageWasRead(copy);
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
        .contains(log().toString());
    assertThat(Files.readString(log())).endsWith(finished.stdout());
  }

  private Path log() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("logs"))) {
      return files.findFirst().orElseThrow();
    }
  }
}
