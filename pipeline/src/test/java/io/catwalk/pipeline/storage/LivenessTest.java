package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.storage.Liveness.Verdict;
import io.catwalk.pipeline.storage.Processes.Fate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String FILE = "a/beat";

  @TempDir Path folder;
  private ArtifactStore store;
  private final HandMovedTime time = new HandMovedTime();
  private final HandMovedTime farTime = new HandMovedTime();
  private final FakeProcesses processes = new FakeProcesses(8);
  private final ProcessIdentity holder = new FakeProcesses(7).self();
  private Heartbeat heartbeat;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    heartbeat = new Heartbeat(store, FILE, holder, farTime, () -> true);
    heartbeat.beat();
  }

  @Test
  void oneThatEndedHereIsDeadAtOnce() {
    processes.knows(7, Fate.ENDED);

    assertThat(look()).isEqualTo(Verdict.DEAD);
    assertThat(time.passed()).isZero();
  }

  @Test
  void oneThatRunsHereAndBeatLatelyIsAliveAtOnce() {
    processes.knows(7, Fate.RUNS);
    time.forward(PATIENCE.minusMillis(1));

    assertThat(look()).isEqualTo(Verdict.ALIVE);
    assertThat(time.passed()).isEqualTo(PATIENCE.minusMillis(1));
  }

  @Test
  void oneThatRunsHereAndBeatsNoMoreIsDeadAfterThePatience() {
    // Stopped, or stuck for good: it would keep everybody out for ever.
    processes.knows(7, Fate.RUNS);
    time.forward(PATIENCE);

    assertThat(look()).isEqualTo(Verdict.DEAD);
    assertThat(time.passed()).isEqualTo(PATIENCE.multipliedBy(2));
  }

  @Test
  void aBeatFromTheFutureIsNoSignOfLife() {
    processes.knows(7, Fate.RUNS);
    farTime.forward(Duration.ofHours(1));
    heartbeat.beat();

    assertThat(look()).isEqualTo(Verdict.DEAD);
    assertThat(time.passed()).isEqualTo(PATIENCE);
  }

  @Test
  void oneElsewhereIsDeadWhenItStoodStillForTheWholePatience() {
    farTime.forward(Duration.ofDays(-300));
    heartbeat.beat();

    assertThat(look()).isEqualTo(Verdict.DEAD);
    assertThat(time.passed()).isEqualTo(PATIENCE);
  }

  @Test
  void oneElsewhereIsAliveOnceItBeats() {
    time.whileAsleep(
        () -> {
          if (time.passed().equals(PATIENCE.minusSeconds(1))) {
            heartbeat.beat();
          }
        });

    assertThat(look()).isEqualTo(Verdict.ALIVE);
    assertThat(time.passed()).isEqualTo(PATIENCE.minusSeconds(1));
  }

  @Test
  void oneThatHasNotBeatenYetIsAliveOnceItDoes() {
    store.delete(FILE);
    time.whileAsleep(heartbeat::beat);

    assertThat(look()).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void oneThatNeverBeatIsDeadAfterThePatience() {
    store.delete(FILE);

    assertThat(look()).isEqualTo(Verdict.DEAD);
    assertThat(time.passed()).isEqualTo(PATIENCE);
  }

  @Test
  void oneThatEndsWhileLookedAtIsDeadAtOnce() {
    time.whileAsleep(() -> processes.knows(7, Fate.ENDED));

    assertThat(look()).isEqualTo(Verdict.DEAD);
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void oneThatGivesUpWhatItHeldIsGone() {
    assertThat(new Liveness(store, processes, time).of(holder, FILE, PATIENCE, () -> false))
        .isEqualTo(Verdict.GONE);
  }

  @Test
  void whatAMachineSleptIsNoTimeOfLooking() {
    // Both were stopped with their machine: the holder had no chance to beat.
    boolean[] slept = new boolean[1];
    time.whileAsleep(
        () -> {
          if (!slept[0]) {
            slept[0] = true;
            time.forward(Duration.ofHours(8));
          } else {
            heartbeat.beat();
          }
        });

    assertThat(look()).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void anInterruptionEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessage(
            "Interrupted while looking whether process 7 on here is alive; nothing was done");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void forPeopleItIsToldWithoutAWait() {
    Liveness liveness = new Liveness(store, processes, time);
    String since = "2026-01-01T12:00:05Z";
    assertThat(liveness.likely(holder, FILE, PATIENCE, since)).isTrue();
    time.forward(PATIENCE);
    assertThat(liveness.likely(holder, FILE, PATIENCE, since)).isFalse();
    assertThat(liveness.likely(holder, "a/none", PATIENCE, since)).isTrue();
    time.forward(Duration.ofSeconds(5));
    assertThat(liveness.likely(holder, "a/none", PATIENCE, since)).isFalse();
    farTime.forward(PATIENCE);
    heartbeat.beat();
    assertThat(liveness.likely(holder, FILE, PATIENCE, since)).isTrue();
    processes.knows(7, Fate.ENDED);
    assertThat(liveness.likely(holder, FILE, PATIENCE, since)).isFalse();
    assertThat(time.passed()).isEqualTo(PATIENCE.plusSeconds(5));
  }

  private Verdict look() {
    return new Liveness(store, processes, time).of(holder, FILE, PATIENCE, () -> true);
  }
}
