package io.catwalk.pipeline.train.checkpoint;

import io.catwalk.pipeline.CatwalkException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints on a thread of its own while training goes on. At most one waits: a newer one
 * takes its place.
 */
public final class CheckpointWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Consumer<Checkpoint> write;
  private final Consumer<String> warn;
  private final Duration patience;
  private final Thread thread = new Thread(this::work, "checkpoint writer");
  private Checkpoint pending;
  private boolean writing;
  private boolean closed;

  /**
   * @param write stores one, or throws
   * @param warn hears of each that could not be stored
   */
  public CheckpointWriter(Consumer<Checkpoint> write, Consumer<String> warn) {
    this(write, warn, PATIENCE);
  }

  /**
   * @param patience for which {@link #await} waits for a storage that neither takes nor refuses
   */
  public CheckpointWriter(Consumer<Checkpoint> write, Consumer<String> warn, Duration patience) {
    this.write = write;
    this.warn = warn;
    this.patience = patience;
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes it over, to be closed here. */
  public synchronized void offer(Checkpoint checkpoint) {
    if (pending != null) {
      pending.close();
    }
    pending = checkpoint;
    notifyAll();
  }

  /** Waits until all that was offered is written or has failed, or storage is silent for long. */
  public void await() {
    if (!awaitWritten()) {
      warn.accept(
          String.format(
              Locale.ROOT,
              "No checkpoint: storage has not taken it within %d s",
              patience.toSeconds()));
    }
  }

  private synchronized boolean awaitWritten() {
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (pending != null || writing) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void work() {
    for (Checkpoint next = next(); next != null; next = next()) {
      try {
        writeOrWarn(next);
      } catch (Throwable e) { // Without this thread, nobody would be told anything any more.
        LOG.error("Nobody could be told that a checkpoint is missing", e);
      } finally {
        done();
      }
    }
  }

  private void writeOrWarn(Checkpoint next) {
    try (Checkpoint checkpoint = next) {
      write.accept(checkpoint);
    } catch (Exception | Error e) {
      // Whatever is wrong with one checkpoint, training is worth more: it goes on.
      String reason = e instanceof CatwalkException ? e.getMessage() : e.toString();
      warn.accept(
          "No checkpoint: " + reason + "; training goes on, and the next one will be tried");
    }
  }

  private synchronized Checkpoint next() {
    try {
      while (pending == null && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    Checkpoint next = pending;
    pending = null;
    writing = next != null;
    return next;
  }

  private synchronized void done() {
    writing = false;
    notifyAll();
  }

  /** Writes what waits still, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    await();
  }
}
