package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies among images and is no file that can be read. */
@Timeout(60)
class StrangeFilesTest {

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  @TempDir private Path folder;

  private List<String> problems() {
    return files.list(folder.toString()).stream()
        .filter(file -> !file.problem().isEmpty())
        .map(file -> file.path() + ": " + file.problem())
        .toList();
  }

  private void shell(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile()).inheritIO().start();
    assertThat(
            process.waitFor(
                Duration.ofSeconds(30).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void areToldWithTheirReason() throws IOException, InterruptedException {
    shell(
        "mkdir cat && echo 1 >cat/1.jpg && mkfifo cat/pipe.jpg && ln -s . cat/again && ln -s nowhere cat/gone.jpg");
    Path socket = Path.of(System.getProperty("java.io.tmpdir"), "s" + System.nanoTime());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.createSymbolicLink(folder.resolve("cat/socket.jpg"), socket);

      assertThat(problems())
          .containsExactly(
              "cat/again: a link to a folder that holds it",
              "cat/gone.jpg: a link to what is not there",
              "cat/pipe.jpg: a pipe, a socket or a device, no file",
              "cat/socket.jpg: a pipe, a socket or a device, no file");
    } finally {
      Files.delete(socket);
    }
    assertThat(files.any(folder.toString())).endsWith("/cat/1.jpg");
    assertThat(files.list(folder + "/cat/pipe.jpg"))
        .extracting(SourceFile::problem)
        .containsExactly("a pipe, a socket or a device, no file");
  }

  @Test
  void namesThatAreNotUtf8AreTold() throws IOException, InterruptedException {
    shell("mkdir cat && echo 1 >cat/1.jpg && echo 2 >\"cat/k$(printf '\\344').jpg\"");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("cat/k")
        .endsWith(": its name is not UTF-8; rename it (convmv does so for many)");
  }

  /** Root may read everything: what the system answers to others is made here. */
  @Test
  void whatOthersMayNotReadIsToldSo() throws IOException {
    assertThat(SourceVisitor.reason(new AccessDeniedException("/a")))
        .isEqualTo("permission denied");
    assertThat(SourceVisitor.reason(new FileSystemException("/a", null, "Input/output error")))
        .isEqualTo("Input/output error");
    SourceVisitor visitor = new SourceVisitor(folder, "", told -> assertDenied(told));
    visitor.visitFileFailed(folder.resolve("lost+found"), new AccessDeniedException("/a"));
    assertThatThrownBy(() -> visitor.visitFileFailed(folder, new IOException("disk gone")))
        .hasMessage("disk gone");
  }

  private static boolean assertDenied(SourceFile told) {
    assertThat(told.path() + ": " + told.problem()).isEqualTo("lost+found: permission denied");
    return true;
  }
}
