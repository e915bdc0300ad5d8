package io.catwalk.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code pipeline/docs/configuration.md} is made from {@code reference.conf}, by this test where
 * {@code -Dcatwalk.write-documents=true} says so.
 */
class ConfigurationDocumentTest {

  private static final Path REFERENCE = Path.of("src/main/resources/reference.conf");
  private static final Path DOCUMENT = Path.of("docs/configuration.md");

  /** The comment above a section, its name, and what stands between its braces. */
  private static final Pattern SECTION =
      Pattern.compile("(?m)^((?:# .*\\n)*)([a-z]+) \\{\\n([\\s\\S]*?)^}$");

  @Test
  void theDocumentIsTheReference() throws IOException {
    String document = document(Files.readString(REFERENCE));
    if (Boolean.getBoolean("catwalk.write-documents")) {
      Files.writeString(DOCUMENT, document);
    }

    assertThat(Files.readString(DOCUMENT))
        .as("written anew with -Dcatwalk.write-documents=true")
        .isEqualTo(document);
  }

  private static String document(String reference) {
    StringBuilder document =
        new StringBuilder(
            """
            # Configuration

            Every key with its default, unit and range, as they stand in [reference.conf](../src/main/resources/reference.conf), from which this page is
            made. An experiment's own file holds only what differs; `conf/` has some. What wins, from weakest to strongest: the defaults, the
            experiment's file (`--config`), JVM system properties of the same names, the command line (`--set train.epochs=3`, `--storage`,
            `--master`). Files are [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md). `catwalk config` prints what holds, and what a key
            cannot be is told with its file, line and range.
            """);
    for (MatchResult section : SECTION.matcher(reference).results().toList()) {
      document.append("\n## ").append(section.group(2)).append("\n\n");
      String above = section.group(1).replaceAll("(?m)^# ", "");
      document.append(above.isEmpty() ? "" : above + "\n");
      document.append("```hocon\n").append(section.group(2)).append(" {\n");
      document.append(section.group(3)).append("}\n```\n");
    }
    return document.toString();
  }
}
