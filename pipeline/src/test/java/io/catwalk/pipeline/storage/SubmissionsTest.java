package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {

  private static final String ME = System.getProperty("user.name");

  @TempDir private Path root;
  @TempDir private Path elsewhere;
  private final List<String> said = new ArrayList<>();
  private Path jar;

  @BeforeEach
  void build() throws IOException {
    jar = Files.writeString(elsewhere.resolve("catwalk.jar"), "the application");
  }

  private Submissions of(String user) {
    try {
      return new Submissions(
          FileSystem.getLocal(new Configuration()),
          new org.apache.hadoop.fs.Path(root.toUri()),
          user);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path stored(String user) {
    return Path.of(URI.create(of(user).application(jar, said::add)));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void theApplicationIsCopiedOnce() throws IOException {
    Path first = stored(ME);
    FileTime written = Files.getLastModifiedTime(first);

    assertThat(stored(ME)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(written);
    assertThat(first).hasContent("the application").hasParentRaw(root.resolve("submissions"));
    assertThat(mode(first)).isEqualTo("rw-r--r--");
    assertThat(mode(first.getParent())).isEqualTo("rwxr-xr-x");
    assertThat(said).containsExactly("copying the application to file:" + first + ", once");
    try (var names = Files.list(first.getParent())) {
      assertThat(names.filter(name -> !name.toString().endsWith(".crc"))).containsExactly(first);
    }
  }

  @Test
  void anotherContentOfThatNameIsNotRun() throws IOException {
    Path first = stored(ME);
    // Not there where another test's store has turned these checksums off.
    Files.deleteIfExists(first.resolveSibling("." + first.getFileName() + ".crc"));
    Files.writeString(first, "the attacker's!");

    assertThat(stored(ME)).isEqualTo(first).hasContent("the application");
    assertThat(said.get(1)).endsWith("is not the application, or not yours alone: it is replaced");
  }

  @Test
  void oneThatOthersMayWriteIsNotRun() throws IOException {
    Path first = stored(ME);
    chmod(first, "rw-rw-r--");

    assertThat(stored(ME)).isEqualTo(first);
    assertThat(mode(first)).isEqualTo("rw-r--r--");
    assertThat(said).hasSize(2);
  }

  @Test
  void aFolderThatOthersMayWriteIsTakenFromThem() throws IOException {
    Path folder = Files.createDirectory(root.resolve("submissions"));
    chmod(folder, "rwxrwxrwx");

    stored(ME);

    assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void nothingInAnothersFolderIsUsed() throws IOException {
    // All that this process makes belongs to ME: somebody else, seen from bob.
    Path theirs = stored(ME);
    Files.createDirectory(root.resolve("submissions-bob"));

    assertThatThrownBy(() -> of("bob"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageStartingWith("file:" + root + "/submissions-bob belongs to " + ME);
    assertThat(theirs).hasContent("the application");
  }

  @Test
  void tellsWhoMayPutAFolderIntoThePlaceOfThisOne() throws IOException {
    chmod(root, "rwxrwxrwx");

    stored(ME);

    assertThat(said).anyMatch(line -> line.startsWith("others may write to file:" + root));
  }

  @Test
  void aMailboxIsForItsUserAlone() throws IOException {
    Path experiment = Files.writeString(elsewhere.resolve("mine.conf"), "train.epochs = 1");
    String mailbox = of(ME).mailbox("now", Clock.systemUTC());
    Path copy = Path.of(URI.create(of(ME).experiment(mailbox, experiment)));

    assertThat(copy).hasContent("train.epochs = 1").hasFileName("mine.conf");
    assertThat(mode(copy)).isEqualTo("rw-------");
    assertThat(mode(copy.getParent())).isEqualTo("rwx------");
  }

  @Test
  void mailboxesThatNobodyEmptiedGoAfterAWeek() {
    Path old = Path.of(URI.create(of(ME).mailbox("old", Clock.systemUTC())));
    Clock soon = Clock.offset(Clock.systemUTC(), Duration.ofDays(6));
    of(ME).mailbox("soon", soon);
    assertThat(old).exists();

    of(ME).mailbox("late", Clock.fixed(Instant.now().plus(Duration.ofDays(8)), soon.getZone()));

    assertThat(old).doesNotExist();
  }
}
