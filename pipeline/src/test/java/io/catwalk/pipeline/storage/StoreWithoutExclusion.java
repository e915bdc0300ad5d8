package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What needs exclusion refuses on a store without; {@link ContractMain} runs it. */
class StoreWithoutExclusion {

  private final String root =
      System.getProperty(GivenStoreContract.ROOT) + "/unsafe-" + UUID.randomUUID();
  private final HadoopStorage storage = HadoopStorage.with(GivenStoreContract.settings());
  private final ArtifactStore store = storage.store(root);

  @AfterEach
  void leaveNothing() {
    for (String folder : List.of("registry/m/audit.jsonl", "checkpoints", "runs")) {
      assertThat(store.list(folder)).isEmpty();
    }
    store.delete("");
  }

  private void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageContaining("two processes could both write this file")
        .hasMessageNotContaining("\n");
  }

  @Test
  void noFileIsCreatedAndNoLockTaken() {
    refused(() -> store.create("registry/m/audit.jsonl/part-00000001", new byte[] {1}));
    refused(() -> StorageLock.take(store, "checkpoints/r1", "Run r1"));
  }

  @Test
  void noFolderIsBegun() {
    refused(() -> store.stage("runs/r1"));
  }

  @Test
  void theDoctorFindsIt() {
    try (StorageTrial trial = storage.trial(root)) {
      assertThat(trial.excludes()).isFalse();
      assertThat(trial.showsAtOnce()).isTrue();
    }
  }
}
