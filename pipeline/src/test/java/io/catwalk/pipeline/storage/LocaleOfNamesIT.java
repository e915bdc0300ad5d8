package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names beyond ASCII, read by processes of other locales. */
class LocaleOfNamesIT {

  private static final String ADVICE =
      "does not have; start it with LC_ALL=C.UTF-8 in its environment (executors: cluster.spark.executorEnv.LC_ALL)";

  @TempDir private Path folder;

  @Test
  void aLocaleWithoutThemIsNamedWithItsCure() throws Exception {
    writeByShell();

    List<String> said = said("C");

    assertThat(said).hasSize(3);
    assertThat(said).allSatisfy(line -> assertThat(line).endsWith(ADVICE));
    assertThat(said)
        .allSatisfy(line -> assertThat(line).contains("locale of this process, US-ASCII,"));
    assertThat(said.get(0)).startsWith("DATA the name ");
    assertThat(said.get(1)).startsWith("DATA the name ");
  }

  @Test
  void aLocaleWithThemReadsThem() throws Exception {
    writeByShell();

    assertThat(said("C.UTF-8")).containsExactly("found größe/1.jpg", "found 1.jpg", "2 bytes");
  }

  /** Whatever the locale of the tests is. */
  private void writeByShell() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "d=gr$(printf '\\303\\266\\303\\237')e; mkdir $d && echo 1 >$d/1.jpg")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private List<String> said(String locale) throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            ListMain.class.getName(),
            folder.toString());
    java.environment().put("LC_ALL", locale);
    Process process = java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }
}
