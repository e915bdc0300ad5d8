package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false,
          80);

  @Test
  void whatAFileHoldsDoesNotSteerTheTerminal() {
    console.say("class \u001b[2J\r, größe\u009b1m");
    console.result("a\tb\n\u0007");

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("class \\u001b[2J\\u000d, größe\\u009b1m" + System.lineSeparator());
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\tb\n\\u0007\n");
  }
}
