package io.catwalk.pipeline.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for something to become true while a process runs. */
final class Waiting {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private Waiting() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Fails the test where the process ends, or three minutes go by, before it holds. */
  static void until(String what, Script.Running running, Condition condition) throws IOException {
    Instant began = Instant.now();
    try {
      while (!condition.holds()) {
        if (running.process().waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              "The process ended before " + what + ": " + Files.readString(running.err()));
        }
        if (Duration.between(began, Instant.now()).compareTo(LIMIT) > 0) {
          throw new AssertionError(
              "Waited in vain until " + what + ": " + Files.readString(running.err()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting until " + what, e);
    }
  }

  /** Fails the test where three minutes go by before it holds. */
  static void until(String what, Condition condition) throws IOException {
    Instant began = Instant.now();
    while (!condition.holds()) {
      if (Duration.between(began, Instant.now()).compareTo(LIMIT) > 0) {
        throw new AssertionError("Waited in vain until " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Until the process has said so on stderr. */
  static void untilItSays(String text, Script.Running running) throws IOException {
    until("it said " + text, running, () -> Files.readString(running.err()).contains(text));
  }
}
