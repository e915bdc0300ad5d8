package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopStorageTest {

  @TempDir Path folder;
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.resolve("root").toString());
  }

  @Test
  void replacesAFileAndLeavesNothingBeside() throws IOException {
    store.write("a/b.json", "old".getBytes(UTF_8));
    store.write("a/b.json", "new".getBytes(UTF_8));

    assertThat(store.read("a/b.json")).asString(UTF_8).isEqualTo("new");
    assertThat(folder.resolve("root/a")).isDirectoryNotContaining("glob:**.tmp");
    try (var left = Files.list(folder.resolve("root/a"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aStagedFolderIsSeenOnlyOncePublished() {
    try (StagedFolder staged = store.stage("runs/one")) {
      staged.write("metrics.json", "{}".getBytes(UTF_8));
      assertThat(store.exists("runs/one")).isFalse();
      assertThat(staged.publish()).isTrue();
    }
    assertThat(store.list("runs")).containsExactly("one");
    assertThat(store.list("runs/one")).containsExactly("_SUCCESS", "metrics.json");
  }

  @Test
  void aStagedFolderThatIsNotPublishedIsRemoved() {
    try (StagedFolder staged = store.stage("runs/one")) {
      staged.write("metrics.json", new byte[0]);
    }
    assertThat(store.list("runs")).isEmpty();
  }

  @Test
  void theFirstPublicationWins() {
    try (StagedFolder first = store.stage("runs/one");
        StagedFolder second = store.stage("runs/one")) {
      first.write("who", "first".getBytes(UTF_8));
      second.write("who", "second".getBytes(UTF_8));
      assertThat(first.publish()).isTrue();
      assertThat(second.publish()).isFalse();
    }
    assertThat(store.read("runs/one/who")).asString(UTF_8).isEqualTo("first");
    assertThat(store.list("runs")).containsExactly("one");
  }

  @Test
  void aTakenPlaceIsRefusedBeforeAnyWork() {
    store.write("runs/one/x", new byte[0]);
    assertThatThrownBy(() -> store.stage("runs/one"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("runs/one exists already");
  }

  @Test
  void whatIsNotThereIsSaidInOneLine() {
    assertThatThrownBy(() -> store.read("nothing.json"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("nothing.json: there is no such file")
        .hasMessageNotContaining("\n");
  }

  @Test
  void anUnknownSchemeIsTheUsersMistake() {
    assertThatThrownBy(() -> HadoopStorage.with(Map.of()).store("gopher://host/x"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("gopher://host/x: no file system is known for this scheme");
  }

  @Test
  void aNameNodeThatIsNotThereIsTheClustersFault() {
    Map<String, String> impatient =
        Map.of("ipc.client.connect.max.retries", "0", "ipc.client.connect.retry.interval", "1");
    assertThatThrownBy(
            () -> HadoopStorage.with(impatient).store("hdfs://127.0.0.1:1/catwalk").exists("runs"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageStartingWith("Cannot reach hdfs://127.0.0.1:1/catwalk: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void listsFilesBelowAFolderWithoutHiddenOnes() throws IOException {
    touch(
        "photos/cat/1.jpg",
        "photos/dog/2.jpg",
        "photos/.hidden/3.jpg",
        "photos/_temporary",
        "photos/cat/.crc");
    assertThat(sources().list(folder.resolve("photos").toString()))
        .extracting(SourceFiles.SourceFile::path)
        .containsExactly("cat/1.jpg", "dog/2.jpg");
  }

  @Test
  void expandsGlobs() throws IOException {
    touch("day1/cat/1.jpg", "day2/cat/1.jpg", "other/cat/1.jpg");
    assertThat(sources().list(folder + "/day*"))
        .extracting(SourceFiles.SourceFile::path)
        .containsExactly("day1/cat/1.jpg", "day2/cat/1.jpg");
  }

  @Test
  void nothingToListIsADataError() {
    assertThatThrownBy(() -> sources().list(folder.resolve("absent").toString()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("absent: there is nothing");
  }

  @Test
  void readsAPartOfAFileAfterATripThroughSerialisation() throws Exception {
    Path file = folder.resolve("f");
    Files.writeString(file, "0123456789");
    assertThat(copy(sources()).read(file.toUri().toString(), 3, 4))
        .asString(UTF_8)
        .isEqualTo("3456");
  }

  private static SourceFiles sources() {
    return HadoopStorage.with(Map.of()).sources();
  }

  private static SourceFiles copy(SourceFiles sources) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sources);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (SourceFiles) in.readObject();
    }
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
  }
}
