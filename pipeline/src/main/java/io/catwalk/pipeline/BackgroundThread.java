package io.catwalk.pipeline;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What goes on beside a job, one thing after the other, and may be given up at the job's end. */
public final class BackgroundThread {

  private final ExecutorService executor;

  /** The thread starts with the first work. */
  public BackgroundThread(String name) {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, name);
              // Work that hangs keeps no process alive.
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does it after what was given before. */
  public void execute(Runnable work) {
    executor.execute(work);
  }

  /**
   * Takes no more work, and interrupts what is not done in time.
   *
   * @return whether all is done
   */
  public boolean end(Duration patience) {
    executor.shutdown();
    try {
      if (executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
    return false;
  }
}
