package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.pipeline.cluster.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real bash offers to who presses Tab. */
class CompletionTest {

  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void fillAStorage() throws IOException {
    assumeTrue(Files.isExecutable(BASH));
    script =
        Files.writeString(folder.resolve("completion"), new CommandLineRun().run("completion").out);
    for (String each :
        List.of("runs/2026-lenet5", "runs/night 2", "registry/pets", "datasets/fashion-mnist")) {
      Files.createDirectories(folder.resolve("store").resolve(each));
      Files.createDirectories(folder.resolve("catwalk-storage").resolve(each + "-here"));
    }
    Files.writeString(folder.resolve("mine.conf"), "");
  }

  @ParameterizedTest
  @CsvSource({
    "evaluate --d, --dataset|--deploy-mode",
    "report --storage store --run 2, 2026-lenet5",
    "report --storage store --baseline n, night 2",
    "report --run 2, 2026-lenet5-here",
    "report --run = 2, 2026-lenet5-here",
    "evaluate --storage store --dataset '', fashion-mnist",
    "predict --storage store --model pe, pets",
    "train --model fashion-c, fashion-cnn",
    "train --config lenet-f, lenet-fashion-mnist",
    "train -c mi, mine.conf",
    "train --set train.epo, train.epochs=",
    "train -D storage.r, storage.root="
  })
  void offersWhatFits(String typed, String expected) throws Exception {
    String words = "catwalk " + typed;
    String offered =
        bash(
            "source '"
                + script
                + "'; COMP_WORDS=("
                + words
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _catwalk_complete; printf '%s\n' \"${COMPREPLY[@]}\"");

    assertThat(offered.lines()).containsExactly(expected.split("\\|"));
  }

  /** The program itself is not started: a Java that prints the script stands in for it. */
  @Test
  void theEnvironmentPutsCatwalkOnThePathAndLoadsTheRest() throws Exception {
    Path java = program("java/bin/java", "cat '" + script + "'");
    program("spark/bin/spark-submit", "exit 9");
    String submit = Script.projectRoot().resolve("submit").toRealPath().toString();

    String told =
        bash(
            "cd / && source '"
                + submit
                + "/env' && source '"
                + submit
                + "/env' && command -v catwalk && grep -o '"
                + submit
                + "' <<<\"$PATH\" | wc -l && complete -p catwalk; export SPARK_HOME='"
                + folder.resolve("spark")
                + "' CATWALK_JAR='local:///x.jar' JAVA_HOME='"
                + java.getParent().getParent()
                + "'; _catwalk_first; echo $?; complete -p catwalk");

    assertThat(told.lines())
        .containsExactly(
            submit + "/catwalk",
            "1",
            "complete -o default -F _catwalk_first catwalk",
            "124",
            "complete -o default -F _catwalk_complete catwalk");
  }

  private Path program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private String bash(String commands) throws Exception {
    Process process =
        new ProcessBuilder(BASH.toString(), "--norc", "-c", commands)
            .directory(folder.toFile())
            // compopt complains that no terminal is completing.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return out.strip();
  }
}
