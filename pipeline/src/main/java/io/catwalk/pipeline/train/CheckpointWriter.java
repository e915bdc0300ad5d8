package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import java.util.function.Consumer;

/**
 * Writes checkpoints on a thread of its own while training goes on. At most one waits: a newer one
 * takes its place.
 */
final class CheckpointWriter implements AutoCloseable {

  private final Consumer<Checkpoint> write;
  private final Consumer<String> warn;
  private final Thread thread = new Thread(this::work, "checkpoint writer");
  private Checkpoint pending;
  private boolean writing;
  private boolean closed;

  /**
   * @param write stores one, or throws
   * @param warn hears of each that could not be stored
   */
  CheckpointWriter(Consumer<Checkpoint> write, Consumer<String> warn) {
    this.write = write;
    this.warn = warn;
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes it over, to be closed here. */
  synchronized void offer(Checkpoint checkpoint) {
    if (pending != null) {
      pending.close();
    }
    pending = checkpoint;
    notifyAll();
  }

  /** Waits until all that was offered is written or has failed. */
  synchronized void await() {
    try {
      while (pending != null || writing) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    for (Checkpoint next = next(); next != null; next = next()) {
      try (Checkpoint checkpoint = next) {
        write.accept(checkpoint);
      } catch (RuntimeException | OutOfMemoryError e) {
        // Whatever is wrong with one checkpoint, training is worth more: it goes on.
        String reason = e instanceof CatwalkException ? e.getMessage() : e.toString();
        warn.accept(
            "No checkpoint: " + reason + "; training goes on, and the next one will be tried");
      } finally {
        done();
      }
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
