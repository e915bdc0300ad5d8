package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every stage relies on, of any file system. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class StoreContract {

  private static final int ROUNDS = 10;
  private static final int LARGE = 6 << 20;

  private final String folder = "contract-" + UUID.randomUUID();
  private ArtifactStore store;
  private ArtifactStore other;

  /** A root that may be there already. */
  abstract String root();

  /** Hadoop's settings. */
  abstract HadoopStorage storage();

  @BeforeEach
  void open() {
    store = anotherStore();
    other = anotherStore();
  }

  private ArtifactStore anotherStore() {
    return storage().store(root() + "/" + folder);
  }

  @AfterEach
  void leaveNothing() {
    store.delete("");
    assertThat(store.exists("")).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void holds(String path, String text) {
    assertThat(other.read(path)).asString(UTF_8).isEqualTo(text);
  }

  @Test
  void aFileIsReplaced() {
    store.write("a/b", bytes("old"));
    holds("a/b", "old");
    other.write("a/b", bytes("new"));

    holds("a/b", "new");
    assertThat(store.list("a")).containsExactly("b");
    assertThat(other.find("a/none")).isEmpty();
    assertThat(other.list("none")).isEmpty();
  }

  @Test
  void aFileMayBeEmptyOrLarge() throws IOException {
    byte[] large = new byte[LARGE];
    new Random(1).nextBytes(large);
    store.write("empty", new byte[0]);
    store.write("large", out -> out.write(large));

    assertThat(other.read("empty")).isEmpty();
    try (InputStream in = other.open("large")) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void aNameIsWhatItSays() {
    List<String> names = List.of("a b", "ä€", "with%20percent", "x=1&y+2");
    names.forEach(name -> store.write("names/" + name, bytes(name)));

    assertThat(other.list("names")).containsExactlyInAnyOrderElementsOf(names);
    names.forEach(name -> holds("names/" + name, name));
  }

  @Test
  void whatFailsInMidWritingNeverAppears() {
    store.write("a/b", bytes("old"));

    assertThatThrownBy(
            () ->
                store.write(
                    "a/b",
                    out -> {
                      out.write(1);
                      throw new IOException("no more");
                    }))
        .isInstanceOf(CatwalkException.class)
        .hasMessageEndingWith("no more");
    assertThatThrownBy(
            () ->
                store.write(
                    "a/c",
                    out -> {
                      out.write(new byte[LARGE]);
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");

    holds("a/b", "old");
    assertThat(other.list("a")).containsExactly("b");
  }

  @Test
  void ofSeveralWhoCreateAFileOneSucceeds() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String path = "exclusive/" + round;
      List<Boolean> created =
          Writers.atOnce(writer -> () -> anotherStore().create(path, bytes("writer " + writer)));

      assertThat(created).filteredOn(done -> done).hasSize(1);
      holds(path, "writer " + created.indexOf(true));
      assertThat(store.create(path, bytes("late"))).isFalse();
    }
    assertThat(other.list("exclusive")).hasSize(ROUNDS);
  }

  @Test
  void whatIsWrittenOrDeletedIsSeenAtOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      String name = "n" + round;
      store.write("seen/" + name, bytes(name));
      assertThat(other.list("seen")).contains(name);
      assertThat(other.exists("seen/" + name)).isTrue();
      store.delete("seen/" + name);
      assertThat(other.exists("seen/" + name)).isFalse();
      assertThat(other.list("seen")).doesNotContain(name);
    }
  }

  @Test
  void aFolderAppearsWhole() {
    try (StagedFolder staged = store.stage("runs/r1")) {
      staged.write("model", bytes("weights"));
      staged.write("shards/part-0", bytes("rows"));
      assertThat(other.exists("runs/r1")).isFalse();
      assertThat(other.list("runs")).doesNotContain("r1");
      assertThat(staged.publish()).isTrue();
    }

    assertThat(other.exists("runs/r1")).isTrue();
    assertThat(other.list("runs")).containsExactly("r1");
    assertThat(other.list("runs/r1")).containsExactly("_SUCCESS", "model", "shards");
    holds("runs/r1/shards/part-0", "rows");
    assertThatThrownBy(() -> other.stage("runs/r1")).hasMessageContaining("exists already");
    store.delete("runs/r1");
    assertThat(other.exists("runs/r1")).isFalse();
  }

  @Test
  void aFolderMayGetItsNameAtItsEnd() {
    try (StagedFolder staged = store.stage("datasets/unknown")) {
      staged.write("x", bytes("x"));
      assertThat(staged.publishAs("datasets/0123")).isTrue();
    }
    assertThat(other.list("datasets")).containsExactly("0123");
  }

  @Test
  void anUnpublishedFolderLeavesNothing() {
    store.stage("runs/r1").close();

    assertThat(other.list("runs")).isEmpty();
  }

  @Test
  void ofSeveralWhoPublishAFolderOneSucceedsAndNothingIsMixed() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String path = "runs/r" + round;
      List<Boolean> published = Writers.atOnce(writer -> () -> published(path, writer));

      assertThat(published).filteredOn(done -> done).hasSize(1);
      int winner = published.indexOf(true);
      assertThat(other.list(path))
          .containsExactly("_SUCCESS", "common", "of-" + winner, "of-all-" + winner);
      holds(path + "/common", "writer " + winner);
    }
    assertThat(other.list("runs")).hasSize(ROUNDS);
  }

  @Test
  void aFolderMayHoldTheMarkThatSparkLeaves() {
    try (StagedFolder staged = store.stage("runs/table")) {
      staged.write("part-0", bytes("rows"));
      staged.write("_SUCCESS", new byte[0]);

      assertThat(staged.publish()).isTrue();
    }
    holds("runs/table/part-0", "rows");
    assertThat(other.exists("runs/table/_SUCCESS")).isTrue();
  }

  private boolean published(String path, int writer) {
    ArtifactStore mine = anotherStore();
    try (StagedFolder staged = mine.stage(path)) {
      staged.write("common", bytes("writer " + writer));
      staged.write("of-" + writer, bytes("x"));
      staged.write("of-all-" + writer, bytes("y"));
      return staged.publish();
    } catch (CatwalkException e) {
      if (e.exitCode() != ExitCode.USAGE) {
        throw e;
      }
      // Somebody had published before this one began.
      return false;
    }
  }

  /** A process that was stopped goes on after another took its place. */
  @Test
  void whatTheNextHolderDiscardsNeverAppears() {
    store.write("checkpoints/r1/state", bytes("old"));

    assertThatThrownBy(
            () ->
                store.write(
                    "checkpoints/r1/state",
                    out -> {
                      out.write(bytes("late"));
                      other.discardUnfinished("checkpoints/r1");
                    }))
        .isInstanceOf(CatwalkException.class);

    holds("checkpoints/r1/state", "old");
    assertThat(other.list("checkpoints/r1")).containsExactly("state");
  }

  @Test
  void aFolderThatAnotherDeletedIsNotPublished() {
    try (StagedFolder staged = store.stage("runs/r1")) {
      staged.write("a", bytes("a"));
      staged.write("b", bytes("b"));
      HeldLock takenMeanwhile =
          new HeldLock() {
            @Override
            public boolean held() {
              return true;
            }

            @Override
            public void check() {
              other.delete(staged.path());
            }
          };
      assertThat(isPublished(staged, takenMeanwhile)).isFalse();
    }
    assertThat(other.exists("runs/r1")).isFalse();
    assertThat(other.list("runs")).isEmpty();
  }

  private static boolean isPublished(StagedFolder staged, HeldLock lock) {
    try {
      return staged.publish(lock);
    } catch (CatwalkException e) {
      return false;
    }
  }

  @Test
  void aLockKeepsOthersOut() {
    try (StorageLock held = StorageLock.take(store, "checkpoints/r1", "Run r1")) {
      held.check();
      assertThatThrownBy(() -> StorageLock.take(other, "checkpoints/r1", "Run r1"))
          .hasMessageContaining("Run r1 is being worked on by process");
      held.write(store, "checkpoints/r1/state", out -> out.write(1));
    }
    StorageLock.take(other, "checkpoints/r1", "Run r1").close();
    assertThat(other.list("checkpoints")).containsExactly("r1");
  }

  @Test
  void theDoctorFindsItSound() {
    try (StorageTrial trial = storage().trial(root() + "/" + folder)) {
      assertThat(trial.excludes()).isTrue();
      assertThat(trial.showsAtOnce()).isTrue();
    }
    assertThat(other.list("")).isEmpty();
  }
}
