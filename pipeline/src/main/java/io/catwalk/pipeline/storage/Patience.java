package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does again, after growing pauses, what a storage refuses for a while. */
public final class Patience {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration total;
  private final Sleep sleep;
  private final Consumer<String> warn;

  /**
   * @param total how long refused calls are tried again; zero fails at the first
   * @param warn hears a line a refusal
   */
  public Patience(Duration total, Consumer<String> warn) {
    this(total, warn, Thread::sleep);
  }

  Patience(Duration total, Consumer<String> warn, Sleep sleep) {
    this.total = total;
    this.warn = warn;
    this.sleep = sleep;
  }

  /** Waits so many milliseconds. */
  interface Sleep {
    void of(long milliseconds) throws InterruptedException;
  }

  /**
   * @param what is done, as in "Cannot publish the run"
   * @throws CatwalkException (cluster) when the storage still refuses at the end; any other failure
   *     is thrown as it came, at once
   */
  public <T> T retry(String what, Supplier<T> work) {
    Duration waited = Duration.ZERO;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return work.get();
      } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare.
        Optional<String> refusal = StorageFailures.recognise(e);
        if (refusal.isEmpty()) {
          throw e;
        }
        Duration left = total.minus(waited);
        if (left.isZero() || left.isNegative()) {
          throw CatwalkException.cluster(
              String.format(
                  Locale.ROOT,
                  "Cannot %s: storage refused for %d s (storage.patience): %s",
                  what,
                  total.toSeconds(),
                  refusal.get()),
              e);
        }
        pause = pause.compareTo(left) < 0 ? pause : left;
        warn.accept(
            String.format(
                Locale.ROOT,
                "Cannot %s: %s; trying again in %d s",
                what,
                refusal.get(),
                Math.max(1, pause.toSeconds())));
        await(pause, e);
        waited = waited.plus(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
    }
  }

  private void await(Duration pause, Exception because) {
    try {
      sleep.of(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CatwalkException.cluster(
          "Interrupted while waiting for the storage: " + because.getMessage(), because);
    }
  }
}
