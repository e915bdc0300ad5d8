package io.catwalk.pipeline.spark;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Ends Spark jobs that no executor runs any more, or that each executor runs in vain: Spark itself
 * waits for the next one for ever. One that was never there is waited for by {@link
 * ExecutorArrivals}, or by the user.
 */
public final class ExecutorWatch implements AutoCloseable {

  /** A cluster manager replaces a lost executor in seconds, a busy one in minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final IntSupplier slots;
  private final BooleanSupplier hopeless;
  private final Duration patience;
  private final Runnable cancel;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(ExecutorWatch::daemon);
  private long last = Long.MIN_VALUE;
  private volatile boolean inVain;

  /**
   * @param slots tasks that all executors can run at once
   * @param hopeless whether the executors that come cannot do it
   * @param cancel ends the jobs; called again and again, for whoever tries it in another job
   */
  public ExecutorWatch(IntSupplier slots, BooleanSupplier hopeless, Runnable cancel) {
    this(slots, hopeless, cancel, PATIENCE, LOOK_AGAIN);
  }

  ExecutorWatch(
      IntSupplier slots,
      BooleanSupplier hopeless,
      Runnable cancel,
      Duration patience,
      Duration lookAgain) {
    this.slots = slots;
    this.hopeless = hopeless;
    this.cancel = cancel;
    this.patience = patience;
    thread.scheduleWithFixedDelay(this::look, 0, lookAgain.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (hopeless.getAsBoolean()) {
      cancel.run();
      return;
    }
    long now = System.nanoTime();
    if (slots.getAsInt() > 0) {
      last = now;
    } else if (last != Long.MIN_VALUE && now - last > patience.toNanos()) {
      inVain = true;
      cancel.run();
    }
  }

  /** Whether it has ended jobs since there were no executors. */
  public boolean inVain() {
    return inVain;
  }

  /** For a message: minutes without an executor. */
  public long minutes() {
    return patience.toMinutes();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "executor watch");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
