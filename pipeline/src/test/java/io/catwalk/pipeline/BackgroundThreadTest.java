package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {

  @Test
  void doesEverythingInOrderBeforeItEnds() {
    BackgroundThread thread = new BackgroundThread("test");
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 100; i++) {
      int number = i;
      thread.execute(() -> done.add(number));
    }

    assertThat(thread.end(Duration.ofMinutes(1))).isTrue();

    assertThat(done).hasSize(100).isSorted();
  }

  @Test
  void interruptsWhatDoesNotEnd() throws InterruptedException {
    BackgroundThread thread = new BackgroundThread("test");
    CountDownLatch interrupted = new CountDownLatch(1);
    thread.execute(
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });

    assertThat(thread.end(Duration.ofMillis(1))).isFalse();

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() {
    BackgroundThread thread = new BackgroundThread("test");
    CountDownLatch forever = new CountDownLatch(1);
    thread.execute(
        () -> {
          try {
            forever.await();
          } catch (InterruptedException e) {
            // Ends.
          }
        });
    Thread.currentThread().interrupt();

    assertThat(thread.end(Duration.ofDays(1))).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }
}
