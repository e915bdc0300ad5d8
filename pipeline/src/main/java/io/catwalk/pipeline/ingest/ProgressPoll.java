package io.catwalk.pipeline.ingest;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.util.LongAccumulator;

/**
 * Tells the listener, a few times a second, what the accumulator says. A task that ran twice must
 * not make it run past the end.
 */
final class ProgressPoll implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;

  private final LongAccumulator done;
  private final long total;
  private final IngestListener listener;
  private final ScheduledExecutorService timer;
  private long told;

  ProgressPoll(LongAccumulator done, long total, IngestListener listener) {
    this.done = done;
    this.total = total;
    this.listener = listener;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ingest-progress");
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleWithFixedDelay(this::tell, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void tell() {
    long now = Math.min(total, done.value());
    if (now > told) {
      told = now;
      listener.advanced(now);
    }
  }

  /** Tells the last state; nothing is told afterwards. */
  @Override
  public void close() {
    timer.shutdownNow();
    tell();
  }
}
