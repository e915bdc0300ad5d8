package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cli.option.StoredExperiment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverOutputTest {

  @TempDir private Path folder;
  private Path mailbox;
  private Map<String, String> properties;

  @BeforeEach
  void submit() throws IOException {
    mailbox = Files.createDirectory(folder.resolve("now"));
    properties = Map.of(DriverOutput.PROPERTY, "file:" + mailbox);
  }

  private static Console nowhere() {
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(out, out, false, 80);
  }

  private void post() {
    DriverOutput posting = DriverOutput.of(properties);
    Console console = posting.copy(nowhere());
    console.result("done");
    console.say("GET https://host/x?sig=hunter2");
    posting.post(3, nowhere());
  }

  @Test
  void tellsHowItEndedWithoutSecrets() {
    post();

    assertThat(mailbox.resolve("said/stdout")).hasContent("done");
    assertThat(mailbox.resolve("said/stderr")).hasContent("GET https://host/x?sig=(hidden)");
    assertThat(mailbox.resolve("said/exit-code")).hasContent("3");
  }

  @Test
  void leavesNothingWhereNobodyWaits() throws IOException {
    Files.createFile(mailbox.resolve("nobody-waits"));

    post();

    assertThat(mailbox).doesNotExist();
  }

  @Test
  void anExperimentThatCameAlongIsRemovedOnceItIsRead() throws IOException {
    Path copy = Files.writeString(mailbox.resolve("mine.conf"), "train.epochs = 3");
    Path other = Files.writeString(folder.resolve("other.conf"), "train.epochs = 4");

    assertThat(StoredExperiment.read("file:" + copy, properties).hocon())
        .isEqualTo("train.epochs = 3");
    assertThat(StoredExperiment.read("file:" + other, properties).hocon())
        .isEqualTo("train.epochs = 4");

    assertThat(copy).doesNotExist();
    assertThat(other).exists();
  }
}
