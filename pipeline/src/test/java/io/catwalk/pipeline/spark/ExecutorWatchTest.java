package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorWatchTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void jobsEndWhenAllExecutorsStayAway() throws InterruptedException {
    AtomicInteger slots = new AtomicInteger(2);
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch cancelled = new CountDownLatch(1);
    try (ExecutorWatch watch =
        new ExecutorWatch(
            () -> {
              looks.incrementAndGet();
              return slots.get();
            },
            () -> false,
            cancelled::countDown,
            SHORT,
            Duration.ofMillis(1))) {
      while (looks.get() < 10) {
        Thread.yield();
      }
      assertThat(watch.inVain()).isFalse();

      slots.set(0);

      assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.inVain()).isTrue();
    }
  }

  @Test
  void executorsThatHaveNeverBeenThereMayComeStill() {
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    try (ExecutorWatch watch =
        new ExecutorWatch(
            () -> {
              looks.incrementAndGet();
              return 0;
            },
            () -> false,
            cancelled::incrementAndGet,
            Duration.ZERO,
            Duration.ofMillis(1))) {
      while (looks.get() < 20) {
        Thread.yield();
      }
      assertThat(watch.inVain()).isFalse();
    }
    assertThat(cancelled).hasValue(0);
  }

  @Test
  void jobsEndAgainAndAgainOnceTheyAreHopeless() throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(3);
    try (ExecutorWatch watch =
        new ExecutorWatch(() -> 2, () -> true, cancelled::countDown, SHORT, Duration.ofMillis(1))) {
      assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.inVain()).as("there were executors").isFalse();
    }
  }
}
