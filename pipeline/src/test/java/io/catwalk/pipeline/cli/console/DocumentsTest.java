package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.catwalk.pipeline.cli.CommandLineRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents say about files and commands is so. */
class DocumentsTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]+)[^)]*\\)");
  private static final Pattern SCRIPT =
      Pattern.compile("(?:submit|notebooks-java)/[a-z-]+(?=[ `]|$)");

  /** A command in a block of code, up to a comment. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "^ {4}(?:submit/)?catwalk ((?:[^#\\\\\\n]|\\\\\\n|(?<! )#)*)", Pattern.MULTILINE);

  private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

  static List<Path> documents() throws IOException {
    List<Path> all = new ArrayList<>(List.of(PROJECT.resolve("README.md")));
    all.add(PROJECT.resolve("CONTRIBUTING.md"));
    all.add(PROJECT.resolve("CHANGELOG.md"));
    try (Stream<Path> files = Files.list(PROJECT.resolve("pipeline/docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(all::add);
    }
    return all;
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(PROJECT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatIsLinkedIsThere(Path document) throws IOException {
    for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
      String target = link.group(1);
      if (!target.contains(":")) {
        assertThat(document.resolveSibling(target)).as(target).exists();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void scriptsAreThere(Path document) throws IOException {
    for (MatchResult script : SCRIPT.matcher(Files.readString(document)).results().toList()) {
      assertThat(PROJECT.resolve(script.group())).exists();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsParse(Path document) throws IOException {
    for (String[] words : commands(Files.readString(document))) {
      CommandLine commandLine =
          new CommandLineRun().catwalk(new Console(NOWHERE, NOWHERE, false, 80)).commandLine();
      assertThatCode(() -> commandLine.parseArgs(words))
          .as("catwalk " + String.join(" ", words))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aCommandIsReadUpToItsComment() {
    assertThat(
            commands("    submit/catwalk train --set 'a=b c' \\\n      --json   # twice\n\ntext"))
        .containsExactly(new String[] {"train", "--set", "a=b c", "--json"});
  }

  private static List<String[]> commands(String text) {
    return COMMAND
        .matcher(text)
        .results()
        .map(command -> command.group(1).replace("\\\n", " "))
        .map(
            command ->
                WORD.matcher(command)
                    .results()
                    .map(MatchResult::group)
                    .map(word -> word.replaceAll("^'|'$", ""))
                    .toArray(String[]::new))
        .filter(words -> Arrays.stream(words).noneMatch(word -> word.contains("…")))
        .toList();
  }
}
