package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HadoopArtifactStoreTest {

  @TempDir private Path folder;
  private RefusingFileSystem files;
  private HadoopArtifactStore store;

  @BeforeEach
  void open() throws IOException {
    files = new RefusingFileSystem(folder);
    store = new HadoopArtifactStore(files, new org.apache.hadoop.fs.Path(folder.toString()));
  }

  @Test
  void eachRefusalIsToldInALine() {
    StagedFolder staged = store.stage("a/run");
    files.refuses = true;
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("reach %s/a/b", () -> store.exists("a/b"));
    calls.put("reach %s/a/c", () -> store.otherOwner("a/c"));
    calls.put("list %s/a", () -> store.list("a"));
    calls.put("read %s/a/b", () -> store.read("a/b"));
    calls.put("read %s/a/c", () -> store.find("a/c"));
    calls.put("read %s/a/d", () -> store.open("a/d"));
    calls.put("write %s/a/b", () -> store.write("a/b", new byte[1]));
    calls.put("write %s/a/c", () -> store.create("a/c", new byte[1]));
    calls.put("delete %s/a/b", () -> store.delete("a/b"));
    calls.put("reach %s/a/other", () -> store.stage("a/other"));
    calls.put("write %s/a/.run.", staged::publish);

    calls.forEach(
        (what, call) ->
            assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                    CatwalkException.class,
                    e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
                .hasMessageStartingWith("Cannot " + what.formatted("file:" + folder))
                .hasMessageEndingWith(": the disk is broken"));
  }

  @Test
  void whatCannotBeMadeAFileLeavesNothing() throws IOException {
    store.write("a/b", "old".getBytes(UTF_8));

    assertThatThrownBy(
            () ->
                store.write(
                    "a/b",
                    out -> {
                      out.write(1);
                      throw new IOException("no more");
                    }))
        .hasMessage("Cannot write file:" + folder + "/a/b: no more");
    IllegalStateException bug = new IllegalStateException();
    assertThatThrownBy(
            () ->
                store.write(
                    "a/b",
                    out -> {
                      throw bug;
                    }))
        .isSameAs(bug);

    assertThat(store.list("a")).containsExactly("b");
    assertThat(store.read("a/b")).asString(UTF_8).isEqualTo("old");
    try (var left = Files.list(folder.resolve("a"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void whatCannotBeCleanedUpDoesNotHideWhatFailed() {
    IllegalStateException bug = new IllegalStateException();

    assertThatThrownBy(
            () ->
                store.write(
                    "a/b",
                    out -> {
                      files.refuses = true;
                      throw bug;
                    }))
        .isSameAs(bug);

    assertThat(bug.getSuppressed()).hasSize(1);
  }

  @Test
  void readsAndWritesStreams() throws IOException {
    store.write("a/b", new ByteArrayInputStream("long".getBytes(UTF_8)));

    try (InputStream in = store.open("a/b")) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("long");
    }
    assertThat(store.find("a/b").orElseThrow()).asString(UTF_8).isEqualTo("long");
    assertThat(store.find("a/none")).isEmpty();
    assertThat(store.exists("a/b")).isTrue();
    assertThat(store.exists("a/none")).isFalse();
  }

  @Test
  void namesItsPlaces() {
    assertThat(store.root().uri()).hasScheme("file").hasPath(folder.toString());
    assertThat(store.resolve("")).isEqualTo(store.root());
    assertThat(store.resolve("a/b").uri()).hasScheme("file").hasPath(folder + "/a/b");
  }

  @Test
  void theOwnerIsToldWhereItIsAnother() {
    store.write("a", new byte[0]);
    assertThat(store.otherOwner("a")).isEmpty();
    assertThat(store.otherOwner("none")).isEmpty();

    files.owner = "bob";
    assertThat(store.otherOwner("a")).contains("bob");
    files.owner = "";
    assertThat(store.otherOwner("a")).isEmpty();
  }

  @Test
  void createWritesWhereNothingIs() {
    assertThat(store.create("a", "one".getBytes(UTF_8))).isTrue();
    assertThat(store.create("a", "two".getBytes(UTF_8))).isFalse();

    assertThat(store.read("a")).asString(UTF_8).isEqualTo("one");
    assertThat(store.list("")).containsExactly("a");
  }

  @Test
  void belowAFileNothingIsMadeAndNoLockWaitedFor() {
    store.write("a", new byte[0]);

    assertThatThrownBy(() -> store.create("a/b", new byte[0]))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessage("Cannot write file:" + folder + "/a/b: a file is in the way");
    assertThatThrownBy(() -> StorageLock.take(store, "a/r1", "Run r1"))
        .hasMessageEndingWith("a file is in the way");
  }

  @Test
  void unfinishedFilesAreThoseOfItsOwnMaking() {
    String id = "01234567-89ab-cdef-0123-456789abcdef";
    for (String name :
        new String[] {"." + "b." + id + ".tmp", ".b.tmp", "b." + id + ".tmp", ".b." + id}) {
      store.write("a/" + name, new byte[0]);
    }

    store.discardUnfinished("a");

    assertThat(store.list("a")).containsExactlyInAnyOrder(".b.tmp", "b." + id + ".tmp", ".b." + id);
  }

  @Test
  void aFolderIsStagedBesideItsPlace() {
    try (StagedFolder staged = store.stage("run")) {
      assertThat(staged.path()).matches("\\.run\\.[0-9a-f-]{36}\\.incomplete");
      staged.write("x", out -> out.write(7));
      assertThat(store.read(staged.path() + "/x")).containsExactly(7);
      assertThat(staged.publishAs("other")).isTrue();
    }
    assertThat(store.list("")).containsExactly("other");
    assertThat(store.list("other")).containsExactly("_SUCCESS", "x");
  }

  @Test
  void whatIsWholeStaysWhenTheProcessEnds() throws IOException {
    try (StagedFolder staged = store.stage("whole")) {
      staged.publish();
    }
    store.stage("half");

    files.close();

    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("whole");
    }
  }
}
