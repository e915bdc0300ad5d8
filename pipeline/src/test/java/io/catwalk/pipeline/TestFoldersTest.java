package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFoldersTest {

  @TempDir private Path temporary;

  @Test
  void foldersOfDeadTestsGoAndThoseOfTheLivingStay() throws IOException, InterruptedException {
    Process living = new ProcessBuilder("sleep", "100").start();
    Process dead = new ProcessBuilder("sleep", "100").start();
    Path stays = Files.createDirectories(temporary.resolve(TestFolders.name(living.toHandle())));
    Path goes = Files.createDirectories(temporary.resolve(TestFolders.name(dead.toHandle())));
    Files.writeString(goes.resolve("large"), "x");
    dead.destroyForcibly().waitFor();
    try {
      Path made = new TestFolders(temporary).create();

      assertThat(made).isEmptyDirectory();
      assertThat(stays).exists();
      assertThat(goes).doesNotExist();
    } finally {
      living.destroyForcibly();
    }
  }

  @Test
  void allTemporaryFoldersLieBelowTarget() {
    assertThat(temporary.toString()).contains("/target/folders/");
  }
}
