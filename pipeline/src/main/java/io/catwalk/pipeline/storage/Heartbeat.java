package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A file by which the holder of a lock or a lease shows that it lives: it rewrites the file a few
 * times within the others' patience. Each holder has a file of its own, so that one that was taken
 * for dead and goes on overwrites nothing of its successor's. {@link Liveness} is the other side.
 */
public final class Heartbeat implements AutoCloseable {

  private static final int BEATS_PER_PATIENCE = 4;
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final ArtifactStore store;
  private final String path;
  private final ProcessIdentity process;
  private final Time time;
  private final BooleanSupplier claimed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Heartbeat::daemon);
  private long number;

  /**
   * @param path of the file
   * @param process that holds something
   * @param claimed whether it still holds it, asked before each beat; once it does not, the file is
   *     left as it is
   */
  public Heartbeat(
      ArtifactStore store,
      String path,
      ProcessIdentity process,
      Time time,
      BooleanSupplier claimed) {
    this.store = store;
    this.path = path;
    this.process = process;
    this.time = time;
    this.claimed = claimed;
  }

  /**
   * The file's content.
   *
   * @param process that wrote it
   * @param number grows with each
   * @param at when it was written, ISO-8601, UTC, by the writer's clock
   */
  public record Beat(ProcessIdentity process, long number, String at) {}

  /** Writes the next, where the process still holds what it claimed. */
  public synchronized void beat() {
    if (!claimed.getAsBoolean()) {
      thread.shutdown();
      return;
    }
    String at = time.now().truncatedTo(ChronoUnit.MILLIS).toString();
    store.write(path, Json.write(new Beat(process, ++number, at)));
  }

  /**
   * Beats from now on in the background, until it is closed.
   *
   * @param patience after which the others take a process for dead
   */
  public void start(Duration patience) {
    long pause = patience.dividedBy(BEATS_PER_PATIENCE).toNanos();
    thread.scheduleWithFixedDelay(this::tryToBeat, pause, pause, TimeUnit.NANOSECONDS);
  }

  private void tryToBeat() {
    try {
      beat();
    } catch (CatwalkException e) {
      // A storage that refuses this one will be asked again at the next.
    }
  }

  /** What a file holds; empty where there is none. */
  static Optional<Beat> read(ArtifactStore store, String path) {
    return store
        .find(path)
        .map(json -> Json.read(json, Beat.class, store.resolve(path).toString()));
  }

  /** Stops, and deletes the file. Whoever holds something gives it back before. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
      store.delete(path);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CatwalkException e) {
      // A file that nobody's claim names says nothing; the next holder deletes it.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "heartbeat");
    thread.setDaemon(true);
    return thread;
  }
}
