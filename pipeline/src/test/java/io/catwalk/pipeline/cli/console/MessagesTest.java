package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every text of the program, gathered in {@code target/messages.txt} to be read as a whole, is in
 * English that is spoken today.
 */
class MessagesTest {

  private static final Path MESSAGES = Path.of("target/messages.txt");

  /** A text with a space in it, in one line. */
  private static final Pattern TEXT =
      Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)* (?:[^\"\\\\\\n]|\\\\.)*)\"");

  private static final Pattern DATED =
      Pattern.compile(
          "\\b(?:borne|dealt|whom|whilst|albeit|thereof|therein|hence|nought|for want of|needs not|need not|go(?:es)? home)\\b");

  @Test
  void areInPlainEnglish() throws IOException {
    List<String> messages = new ArrayList<>();
    try (Stream<Path> sources =
        Stream.concat(
            Files.walk(Path.of("src/main/java")), Files.walk(Path.of("../models/src/main/java")))) {
      for (Path source : sources.filter(it -> it.toString().endsWith(".java")).sorted().toList()) {
        for (MatchResult text : TEXT.matcher(Files.readString(source)).results().toList()) {
          messages.add(source.getFileName() + ": " + text.group(1));
        }
      }
    }
    Files.createDirectories(MESSAGES.getParent());
    Files.write(MESSAGES, messages);

    assertThat(messages).hasSizeGreaterThan(500);
    assertThat(messages).noneMatch(message -> DATED.matcher(message).find());
  }
}
