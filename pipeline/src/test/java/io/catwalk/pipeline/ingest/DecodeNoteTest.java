package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that dies while it decodes. */
class DecodeNoteTest {

  private static final String IMAGE = "file:/photos/cat/1.webp cat/1.webp";

  @TempDir Path folder;

  /** Is on an image, and dies. */
  static final class Victim {
    public static void main(String... arguments) {
      DecodeNote note = DecodeNote.in(Path.of(arguments[0]));
      note.on("file:/photos/cat/0.webp, whose name is longer than the next one's");
      note.on(IMAGE);
      Runtime.getRuntime().halt(134);
    }
  }

  private void die() throws IOException, InterruptedException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(victim.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(victim.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(victim.exitValue()).as(said).isEqualTo(134);
  }

  @Test
  @Timeout(120)
  void namesTheImageThatADeadProcessWasOn() throws Exception {
    die();

    try (DecodeNote note = DecodeNote.in(folder)) {
      assertThat(note.suspects(IMAGE)).isTrue();
      assertThat(note.suspects("file:/photos/cat/0.webp")).isFalse();
    }
    try (Stream<Path> left = Files.list(folder)) {
      Path old = left.reduce((one, two) -> one).orElseThrow();
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
    }
    DecodeNote.in(folder).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aProcessThatLivesSuspectsNothing() {
    try (DecodeNote note = DecodeNote.in(folder);
        DecodeNote other = DecodeNote.in(folder)) {
      note.on(IMAGE);
      try (DecodeNote third = DecodeNote.in(folder)) {
        assertThat(third.suspects(IMAGE)).isFalse();
        assertThat(other.suspects(IMAGE)).isFalse();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void foreignFilesUnderThatNameAreIgnored() throws IOException {
    Files.write(folder.resolve("catwalk-decoding-1.note"), new byte[] {0, 0});
    Files.write(folder.resolve("catwalk-decoding-2.note"), new byte[] {127, 0, 0, 0, 0});
    Files.write(folder.resolve("catwalk-decoding-3.note"), new byte[] {0, 0, 0, 1, 65});
    Files.createDirectory(folder.resolve("catwalk-decoding-4.note"));
    Files.write(folder.resolve("catwalk-decoding-5.note"), new byte[1 << 17]);

    try (DecodeNote note = DecodeNote.in(folder)) {
      assertThat(note.suspects("")).isFalse();
    }
  }

  @Test
  void aFolderThatCannotBeUsedStopsNothing() {
    try (DecodeNote note = DecodeNote.in(folder.resolve("none"))) {
      note.on(IMAGE);
      assertThat(note.suspects(IMAGE)).isFalse();
    }
  }
}
