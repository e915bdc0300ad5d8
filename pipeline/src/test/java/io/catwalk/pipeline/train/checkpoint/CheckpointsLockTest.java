package io.catwalk.pipeline.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.Checkpoints;
import io.catwalk.pipeline.train.TrainingListener;
import io.catwalk.pipeline.train.checkpoint.Checkpoint.Best;
import io.catwalk.pipeline.train.state.NetworkCopy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of checkpoints when another process takes the run's lock. */
class CheckpointsLockTest {

  @TempDir Path folder;
  private ArtifactStore store;
  private Checkpoints checkpoints;
  private final List<String> warnings = new ArrayList<>();
  private final Taken lock = new Taken();

  /** A lock that another process takes at its n-th check. */
  private static final class Taken implements HeldLock {

    private volatile int checksLeft = Integer.MAX_VALUE;
    private volatile boolean heard;

    @Override
    public boolean held() {
      return !heard;
    }

    @Override
    public synchronized void check() {
      if (checksLeft-- <= 0) {
        checksLeft = 0;
        heard = true;
        throw CatwalkException.busy("taken over");
      }
    }
  }

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    checkpoints =
        new Checkpoints(
            store,
            "run",
            new CheckpointConfig(1, 1, 1),
            TrainingFingerprint.of(Map.of("train.seed", "7")),
            new TrainingListener() {
              @Override
              public void warned(String message) {
                warnings.add(message);
              }
            },
            lock);
  }

  @AfterEach
  void close() {
    checkpoints.close();
    assertThat(warnings).isEmpty();
  }

  @Test
  void withTheLockTheyAreWritten() {
    round(1);
    round(2);
    assertThat(store.list("run")).containsExactly("epoch-00001-round-0000002.checkpoint");
    assertThat(checkpoints.newest().orElseThrow()).endsWith("0000002.checkpoint");
  }

  @Test
  void trainingEndsInTheRoundAfterTheLossWasHeardOf() {
    round(1);
    lock.heard = true;
    lock.checksLeft = 0;

    assertBusy(() -> round(2));

    assertThat(store.list("run")).containsExactly("epoch-00001-round-0000001.checkpoint");
  }

  @Test
  void aLossThatTheWriterFindsWritesAndDeletesNothingAndEndsTraining() {
    round(1);
    // Before the file, when it is written and before it appears, before older ones are deleted.
    for (int checks = 0; checks < 2; checks++) {
      lock.heard = false;
      lock.checksLeft = checks;

      round(2);

      assertThat(store.list("run")).containsExactly("epoch-00001-round-0000001.checkpoint");
      assertBusy(() -> round(3));
    }
    lock.heard = false;
    lock.checksLeft = 2;
    round(2);
    assertThat(store.list("run"))
        .containsExactly(
            "epoch-00001-round-0000001.checkpoint", "epoch-00001-round-0000002.checkpoint");
    assertBusy(() -> round(3));
    assertThat(checkpoints.newest().orElseThrow()).endsWith("0000001.checkpoint");
  }

  @Test
  void theLastOneSaysThatItWasNotWritten() {
    lock.checksLeft = 0;

    assertBusy(() -> checkpoints.last(() -> at(1)));

    assertThat(store.list("run")).isEmpty();
    assertThat(checkpoints.newest()).isEmpty();
  }

  private void round(int number) {
    checkpoints.afterRound(() -> at(number));
    checkpoints.await();
  }

  private static void assertBusy(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).hasMessage("taken over");
  }

  private static Checkpoint at(int round) {
    return new Checkpoint(
        new Position(1, round, 0, 0, 0),
        2,
        List.of(),
        Best.NONE,
        NetworkCopy.of(new float[] {1, 2}, new float[] {3}, 11, 1),
        new float[] {7},
        new float[0]);
  }
}
