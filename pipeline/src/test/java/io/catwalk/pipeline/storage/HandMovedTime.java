package io.catwalk.pipeline.storage;

import java.time.Duration;
import java.time.Instant;

/** A clock that goes on only while somebody waits, or when a test says so. */
public final class HandMovedTime implements Time {

  private final Instant beginning = Instant.parse("2026-01-01T12:00:00Z");
  private Duration passed = Duration.ZERO;
  private Runnable whileAsleep = () -> {};

  /** What others do during each wait. */
  public void whileAsleep(Runnable what) {
    whileAsleep = what;
  }

  public void forward(Duration by) {
    passed = passed.plus(by);
  }

  /** Since the beginning. */
  public Duration passed() {
    return passed;
  }

  @Override
  public Instant now() {
    return beginning.plus(passed);
  }

  @Override
  public long nanos() {
    // No clock of this kind begins at zero.
    return passed.toNanos() - 77;
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    forward(pause);
    whileAsleep.run();
  }
}
