package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that end the process that decodes them, in jobs of real processes. */
@Timeout(900)
class DeadlyFilesIT {

  @TempDir Path folder;
  private Path images;

  @BeforeEach
  void write() throws IOException {
    images = Files.createDirectories(folder.resolve("images/cat"));
    for (int i = 0; i < 16; i++) {
      Path file = images.resolve(String.format(Locale.ROOT, "%02d.png", i));
      boolean kills = i % 2 == 0 && i < 8;
      Files.write(file, KillingDecoders.file(i, kills ? KillingDecoders.KILLS : ""));
    }
    Files.createDirectories(folder.resolve("spark/jars"));
    Files.createDirectories(folder.resolve("tmp"));
  }

  private record End(int code, List<String> lines, String said) {}

  private End run(String master) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            "-cp",
            System.getProperty("java.class.path"),
            DeadlyFilesMain.class.getName(),
            master,
            images.getParent().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    List<String> lines = said.lines().filter(line -> line.startsWith("= ")).toList();
    return new End(process.exitValue(), lines, said);
  }

  private void assertAllToldOf(End end) {
    assertThat(end.code()).as(end.said()).isZero();
    assertThat(end.lines()).as(end.said()).hasSize(16);
    assertThat(end.lines())
        .filteredOn(line -> line.endsWith("CRASHED"))
        .containsExactly(
            "= cat/00.png CRASHED",
            "= cat/02.png CRASHED",
            "= cat/04.png CRASHED",
            "= cat/06.png CRASHED");
    assertThat(end.lines()).filteredOn(line -> line.endsWith("null")).hasSize(12);
  }

  /** Four deadly files in one task, which may fail three times. */
  @Test
  void executorsThatDieCostTheirFilesAndNotTheJob() throws Exception {
    assertAllToldOf(run("local-cluster[2,1,1024]"));
  }

  /** With a local master the driver itself dies; what it was on is known to the next. */
  @Test
  void aLocalJobThatDiedIsCarefulWithTheFileWhenItRunsAgain() throws Exception {
    assertThat(run("local[1]").code()).isEqualTo(134);

    assertAllToldOf(run("local[1]"));
  }
}
