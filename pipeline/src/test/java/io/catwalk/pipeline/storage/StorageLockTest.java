package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageLockTest {

  @TempDir Path folder;
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
  }

  @Test
  void theSecondIsRefusedUntilTheFirstHasGone() {
    StorageLock first = StorageLock.take(store, "a/lock.json", "Run r1");
    assertThatThrownBy(() -> StorageLock.take(store, "a/lock.json", "Run r1"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(
            "Run r1 is being worked on by process " + ProcessHandle.current().pid() + " on ");

    first.close();

    assertThat(store.exists("a/lock.json")).isFalse();
    StorageLock.take(store, "a/lock.json", "Run r1").close();
  }

  @Test
  void whatADeadProcessLeftIsTakenOverAtOnce() {
    LockOwner here = LockOwner.thisProcess();
    // The same number, but a process that began at another time.
    LockOwner dead =
        new LockOwner("other", here.host(), here.pid(), "2001-01-01T00:00:00Z", here.since(), 3);
    store.write("lock.json", Json.write(dead));

    StorageLock lock = StorageLock.take(store, "lock.json", "Run r1");

    assertThat(Json.read(store.read("lock.json"), LockOwner.class, "").id()).isNotEqualTo("other");
    lock.check();
    lock.close();
  }

  @Test
  void createLeavesWhatIsThere() {
    assertThat(store.create("x/y", new byte[] {1})).isTrue();
    assertThat(store.create("x/y", new byte[] {2})).isFalse();
    assertThat(store.read("x/y")).containsExactly(1);
    assertThat(store.list("x")).containsExactly("y");
  }
}
