package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.Processes.Fate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageLockTest {

  private static final String PATH = "a/r1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private ArtifactStore store;
  private final HandMovedTime time = new HandMovedTime();
  private final FakeProcesses second = new FakeProcesses(8);

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
  }

  @Test
  void theSecondIsRefusedUntilTheFirstHasGone() {
    StorageLock first = StorageLock.take(store, PATH, "Run r1");
    assertThatThrownBy(() -> StorageLock.take(store, PATH, "Run r1"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessageContaining(
            "Run r1 is being worked on by process " + ProcessHandle.current().pid() + " on ")
        .hasMessageContaining("/a/r1.lock-00000001); wait for its end, or stop it first");

    first.close();

    assertThat(store.list("a")).isEmpty();
    StorageLock.take(store, PATH, "Run r1").close();
  }

  @Test
  void locksOfOtherNamesAreOthers() {
    StorageLock lock = StorageLock.take(store, PATH, "Run r1");
    StorageLock longer = StorageLock.take(store, "a/r1.lock-00000001", "Run r1.lock-00000001");
    StorageLock atTheRoot = StorageLock.take(store, "r1", "Run r1");
    lock.check();
    longer.check();
    atTheRoot.check();
    lock.close();
    longer.check();
    longer.close();
    assertThat(store.list("a")).isEmpty();
    atTheRoot.close();
    assertThat(store.list("")).containsExactly("a");
  }

  @Test
  void whatADeadProcessOfThisMachineLeftIsTakenOverAtOnce() {
    abandoned();
    second.knows(7, Fate.ENDED);

    StorageLock lock = take(second);

    assertThat(time.passed()).isZero();
    assertThat(store.list("a")).hasSize(2).contains("r1.lock-00000002");
    lock.check();
    lock.close();
    assertThat(store.list("a")).isEmpty();
  }

  @Test
  void whatAProcessElsewhereLeftIsTakenOverAfterThePatience() {
    StorageLock first = abandoned();

    StorageLock lock = take(second);

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(20));
    lock.check();
    assertThatThrownBy(first::check)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessage(
            "Run r1 was taken over by process 8 on here: this process had given no sign of life for 20 s; it stops and leaves all files as they are");
    assertThat(first.held()).isFalse();
    first.close();
    lock.check();
    assertThat(lock.held()).isTrue();
    lock.close();
    assertThat(lock.held()).isFalse();
  }

  @Test
  void oneThatWasTakenOverAndGivenBackIsLostAllTheSame() {
    StorageLock first = abandoned();
    take(second).close();

    assertThatThrownBy(first::check).hasMessageContaining("which has ended since");
    StorageLock third = take(new FakeProcesses(9));
    assertThatThrownBy(first::check).hasMessageContaining("process 9 on here");
    first.close();
    third.check();
  }

  @Test
  void oneThatGivesItBackMeanwhileIsFollowedAtOnce() {
    StorageLock first = abandoned();
    time.whileAsleep(first::close);

    take(second).check();

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void ofTwoWhoFindTheHolderDeadOneTakesIt() {
    abandoned();
    second.knows(7, Fate.ENDED);
    FakeProcesses third = new FakeProcesses(9).knows(7, Fate.ENDED).knows(8, Fate.RUNS);
    ArtifactStore slow =
        new StoreBeforeCreating(store, () -> take(second)); // between the verdict and the claim

    assertThatThrownBy(() -> StorageLock.take(slow, PATH, "Run r1", PATIENCE, third, time))
        .hasMessageContaining("is being worked on by process 8 on here");
  }

  @Test
  void aClaimThatFollowsAnotherThanTheDeadOneIsWithdrawn() {
    abandoned();
    second.knows(7, Fate.ENDED);
    FakeProcesses third = new FakeProcesses(9).knows(7, Fate.ENDED).knows(10, Fate.RUNS);
    // Between the verdict and the claim, one took the lock and gave it back, and another took it:
    // the numbers begin anew.
    StorageLock[] living = new StorageLock[1];
    ArtifactStore slow =
        new StoreBeforeCreating(
            store,
            () -> {
              take(second).close();
              living[0] = take(new FakeProcesses(10));
            });

    assertThatThrownBy(() -> StorageLock.take(slow, PATH, "Run r1", PATIENCE, third, time))
        .hasMessageContaining("is being worked on by process 10 on here");

    living[0].check();
    assertThat(store.list("a")).contains("r1.lock-00000001").hasSize(2);
  }

  @Test
  void oneThatIsStoppedBetweenItsLastCheckAndTheFilesAppearanceWritesNothing() {
    StorageLock first = abandoned();
    second.knows(7, Fate.ENDED);
    store.write("a/r1/state", bytes("old"));

    assertThatThrownBy(
            () ->
                store.write(
                    "a/r1/state",
                    out -> {
                      out.write(bytes("late"));
                      first.check();
                      // Here the kernel stops it, and it wakes when another is at work.
                      take(second);
                      store.write("a/r1/state", bytes("new"));
                    }))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(first.cause(e)).hasMessageContaining("over"));

    assertThat(store.read("a/r1/state")).isEqualTo(bytes("new"));
    assertThat(store.list("a/r1")).containsExactly("state");
  }

  @Test
  void aFileOfWhichTheLockIsLostWhileItIsWrittenDoesNotAppear() {
    StorageLock first = abandoned();
    second.knows(7, Fate.ENDED);
    first.write(store, "a/r1/state", out -> out.write(bytes("old")));

    assertThatThrownBy(
            () ->
                first.write(
                    store,
                    "a/r1/state",
                    out -> {
                      take(second);
                      out.write(bytes("late"));
                    }))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessageContaining("Run r1 was taken over by process 8 on here");
    assertThatThrownBy(() -> first.write(store, "a/r1/other", out -> {}))
        .hasMessageContaining("was taken over");

    assertThat(store.list("a/r1")).containsExactly("state");
    assertThat(store.read("a/r1/state")).isEqualTo(bytes("old"));
  }

  @Test
  void aFailureThatIsNotOfTheLockStaysWhatItIs() {
    StorageLock first = abandoned();
    CatwalkException failure = CatwalkException.cluster("disk full");
    assertThat(first.cause(failure)).isSameAs(failure);
    assertThatThrownBy(
            () ->
                first.write(
                    store,
                    "a/r1/state",
                    out -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(store.list("a/r1")).isEmpty();
  }

  @Test
  void aFolderThatWasTakenOverIsNotPublished() {
    StorageLock first = abandoned();
    second.knows(7, Fate.ENDED);
    try (StagedFolder staged = store.stage("runs/r1")) {
      staged.write("model.zip", bytes("late"));
      take(second);
      assertThatThrownBy(() -> staged.publish(first))
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY));
    }
    assertThat(store.list("runs")).isEmpty();
  }

  @Test
  void whatTheDeadOneWasWritingGoesWithIt() {
    abandoned();
    second.knows(7, Fate.ENDED);
    String id = new FakeProcesses(7).self().id();
    store.write("a/.r1.beat-" + id + "." + id + ".tmp", bytes("half"));
    store.write("a/r1/.epoch-00001.checkpoint." + id + ".tmp", bytes("half"));
    store.write("a/r1/epoch-00001.checkpoint", bytes("whole"));
    store.write("a/r10.beat-" + id, bytes("of another"));

    take(second).close();

    assertThat(store.list("a")).containsExactly("r1", "r10.beat-" + id);
    assertThat(store.list("a/r1")).containsExactly("epoch-00001.checkpoint");
  }

  @Test
  void aClaimSaysWhoseItIs() {
    abandoned();

    LockFiles.Claim claim = Json.read(store.read("a/r1.lock-00000001"), LockFiles.Claim.class, "");
    assertThat(claim.number()).isEqualTo(1);
    assertThat(claim.since()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(claim.process().pid()).isEqualTo(7);
    assertThat(store.exists("a/r1.beat-" + claim.process().id())).isTrue();
  }

  @Test
  void createLeavesWhatIsThere() {
    assertThat(store.create("x/y", new byte[] {1})).isTrue();
    assertThat(store.create("x/y", new byte[] {2})).isFalse();
    assertThat(store.read("x/y")).containsExactly(1);
    assertThat(store.list("x")).containsExactly("y");
  }

  /** Its heart beats in real time, of which this test takes too little for a second beat. */
  private StorageLock abandoned() {
    return take(new FakeProcesses(7));
  }

  private StorageLock take(Processes by) {
    return StorageLock.take(store, PATH, "Run r1", PATIENCE, by, time);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
