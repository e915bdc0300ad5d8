package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.pipeline.cli.CommandLineRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {

  /** What scripts call, not people. */
  private static final Set<String> HIDDEN = Set.of("synthetic", "submission");

  private final CommandLineRun command = new CommandLineRun();

  static Stream<String> commands() {
    return Stream.concat(
        subcommands().keySet().stream(),
        Stream.of("bench", "datasets", "registry")
            .flatMap(
                group ->
                    subcommands().get(group).getSubcommands().keySet().stream()
                        .map(name -> group + " " + name)));
  }

  @Test
  void theFirstPageNamesEveryCommandAndExitCode() {
    command.run("--help");

    assertThat(command.code).isZero();
    assertThat(command.err).isEmpty();
    for (String name : subcommands().keySet()) {
      assertThat(command.out.contains("\n  " + name + " "))
          .as(name)
          .isEqualTo(!HIDDEN.contains(name));
    }
    assertThat(command.out).containsPattern("Exit codes:\n  0 +done\n  1 .*\n  2 .*\n  3 .*\n  4 ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyPageNamesItsOptionsExamplesAndExitCodes(String name) {
    String[] words = name.split(" ");
    command.run(Stream.concat(Stream.of(words), Stream.of("--help")).toArray(String[]::new));

    assertThat(command.code).isZero();
    assertThat(command.err).isEmpty();
    CommandLine found = subcommands().get(words[0]);
    found = words.length > 1 ? found.getSubcommands().get(words[1]) : found;
    for (OptionSpec option : found.getCommandSpec().options()) {
      for (String spelling : option.names()) {
        assertThat(command.out).contains(spelling);
      }
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
    assertThat(command.out.lines()).allMatch(line -> line.length() <= 100);
    assertThat(command.out)
        .contains("Usage: catwalk " + name)
        .contains("Exit codes:")
        .contains("Examples:\n  ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "train", "train-lenet", "evaluate", "predict"})
  void everyStageHasTheCommonOptions(String name) {
    assertThat(subcommands().get(name).getCommandSpec().optionsMap())
        .containsKeys(
            "--config", "--set", "-D", "--master", "--storage", "--run-id", "--json", "--quiet");
  }

  @Test
  void versions() {
    assertThat(command.run("--version").out).isEqualTo("catwalk 9\n");
    assertThat(command.run("-V").out).isEqualTo("catwalk 9\n");
  }

  @Test
  void theCompletionScriptKnowsCommandsAndOptions() {
    command.run("completion");

    assertThat(command.out).startsWith("#!/usr/bin/env bash").contains("complete -F");
    for (String name : commands().filter(n -> !HIDDEN.contains(n) && !n.contains(" ")).toList()) {
      assertThat(command.out).containsPattern("commands=\".*\\b" + name + "\\b.*\"");
    }
    assertThat(command.out).contains("--run-id").contains("--dataset");
  }

  @Test
  void bashCompletesWithTheScript(@TempDir Path folder) throws IOException, InterruptedException {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(bash));
    Path script = Files.writeString(folder.resolve("completion"), command.run("completion").out);

    Process process =
        new ProcessBuilder(
                bash.toString(),
                "-c",
                "source '"
                    + script
                    + "'; COMP_WORDS=(catwalk evaluate --d); COMP_CWORD=2; _complete_catwalk; echo ${COMPREPLY[@]}")
            // compopt complains that no terminal is completing.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String completed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(process.waitFor()).isZero();
    assertThat(completed).isEqualTo("--dataset --deploy-mode");
  }

  private static Map<String, CommandLine> subcommands() {
    Console nowhere =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            false,
            80);
    return new CommandLineRun().catwalk(nowhere).commandLine().getSubcommands();
  }
}
