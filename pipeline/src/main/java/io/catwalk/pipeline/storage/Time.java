package io.catwalk.pipeline.storage;

import java.time.Duration;
import java.time.Instant;

/** The clocks of this process and its pauses; a test moves them by hand. */
public interface Time {

  /** The wall clock, which may be wrong and may be set: for people to read. */
  Instant now();

  /** A clock that only goes forward, from an unknown beginning, in nanoseconds. */
  long nanos();

  /** Waits. */
  void sleep(Duration pause) throws InterruptedException;

  /** The system's. */
  static Time system() {
    return new Time() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration pause) throws InterruptedException {
        Thread.sleep(pause.toMillis());
      }
    };
  }
}
