package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {

  private static final String FILE = "a/beat";

  @TempDir Path folder;
  private ArtifactStore store;
  private final HandMovedTime time = new HandMovedTime();
  private final ProcessIdentity process = new FakeProcesses(7).self();

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
  }

  @Test
  void eachBeatIsAnother() {
    try (Heartbeat heartbeat = new Heartbeat(store, FILE, process, time, () -> true)) {
      heartbeat.beat();
      assertThat(Heartbeat.read(store, FILE))
          .contains(new Heartbeat.Beat(process, 1, "2026-01-01T12:00:00Z"));
      time.forward(Duration.ofMillis(1500));
      heartbeat.beat();
      assertThat(Heartbeat.read(store, FILE))
          .contains(new Heartbeat.Beat(process, 2, "2026-01-01T12:00:01.500Z"));
    }
    assertThat(store.list("a")).isEmpty();
    assertThat(Heartbeat.read(store, FILE)).isEmpty();
  }

  @Test
  void whatIsNoMoreHeldIsNoMoreShown() {
    boolean[] held = {true};
    try (Heartbeat heartbeat = new Heartbeat(store, FILE, process, time, () -> held[0])) {
      heartbeat.beat();
      held[0] = false;
      heartbeat.beat();
      assertThat(Heartbeat.read(store, FILE).orElseThrow().number()).isEqualTo(1);
    }
  }

  @Test
  void itBeatsInTheBackgroundSeveralTimesWithinThePatience() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(3);
    try (Heartbeat heartbeat =
        new Heartbeat(
            store,
            FILE,
            process,
            time,
            () -> {
              beats.countDown();
              return true;
            })) {
      heartbeat.start(Duration.ofMillis(40));
      assertThat(beats.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aStorageThatRefusesIsAskedAgain() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(3);
    try (Heartbeat heartbeat =
        new Heartbeat(
            store,
            FILE,
            process,
            time,
            () -> {
              beats.countDown();
              throw io.catwalk.pipeline.CatwalkException.cluster("no answer");
            })) {
      heartbeat.start(Duration.ofMillis(40));
      assertThat(beats.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
