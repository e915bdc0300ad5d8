package io.catwalk.pipeline.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reader in a process of Jazzer's; {@code -Pfuzz} puts it on the class path. */
class JazzerIT {

  private static final long START_SECONDS = 600;

  @TempDir Path folder;

  static List<FuzzTarget> readers() {
    return Readers.all();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void nothingThatJazzerFindsCrashesAReader(FuzzTarget reader) throws Exception {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    for (int i = 0; i < reader.seeds().size(); i++) {
      Files.write(corpus.resolve("seed" + i), reader.seeds().get(i));
    }
    Path log = Files.createDirectories(Path.of("target/fuzz")).resolve(reader + ".log");
    Process jazzer = start(reader, corpus, log);
    long limit = Fuzzing.LENGTH.toSeconds() + START_SECONDS;
    try {
      assertThat(jazzer.waitFor(limit, TimeUnit.SECONDS)).as("it ends; see %s", log).isTrue();
      assertThat(jazzer.exitValue()).as("see %s", log).isZero();
    } finally {
      jazzer.destroyForcibly();
    }
  }

  /** An input may take a minute, and its process a heap of 512 MB. */
  private Process start(FuzzTarget reader, Path corpus, Path log) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Djava.awt.headless=true",
            "-D" + JazzerTarget.PROPERTY + "=" + reader,
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + JazzerTarget.class.getName(),
            "--instrumentation_includes=io.catwalk.**:org.apache.commons.compress.**",
            "--custom_hook_includes=io.catwalk.**",
            "--reproducer_path=" + folder,
            "-max_total_time=" + Fuzzing.LENGTH.toSeconds(),
            "-timeout=60",
            "-rss_limit_mb=0",
            "-max_len=65536",
            "-artifact_prefix=" + log.toAbsolutePath().getParent() + "/" + reader.name() + "-",
            corpus.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
