package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardErrorTest {

  @TempDir private Path folder;

  @Test
  void theLauncherKnows() throws IOException {
    assertThat(StandardError.isTerminal(Map.of("CATWALK_STDERR_TTY", "0"), link("/dev/pts/3")))
        .isFalse();
    assertThat(StandardError.isTerminal(Map.of("CATWALK_STDERR_TTY", "1"), link("/dev/null")))
        .isTrue();
  }

  @Test
  void elseTheSystemIsAsked() throws IOException {
    assertThat(StandardError.isTerminal(Map.of(), link("/dev/pts/3"))).isTrue();
    assertThat(StandardError.isTerminal(Map.of(), link("/dev/tty1"))).isTrue();
    assertThat(StandardError.isTerminal(Map.of(), link("pipe:[4711]"))).isFalse();
    assertThat(StandardError.isTerminal(Map.of(), folder.resolve("nothing"))).isFalse();
  }

  @Test
  void width() {
    assertThat(StandardError.columns(Map.of())).isEqualTo(80);
    assertThat(StandardError.columns(Map.of("COLUMNS", "132"))).isEqualTo(132);
    assertThat(StandardError.columns(Map.of("COLUMNS", "wide"))).isEqualTo(80);
    assertThat(StandardError.columns(Map.of("COLUMNS", "1"))).isEqualTo(40);
  }

  private Path link(String target) throws IOException {
    return Files.createSymbolicLink(
        Files.createTempDirectory(folder, "fd").resolve("2"), Path.of(target));
  }
}
