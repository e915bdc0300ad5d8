package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A file that says who works on something. Its owner changes it every few seconds; one that stays
 * as it is belongs to somebody who died, and is taken over. No clocks are compared.
 */
public final class StorageLock implements AutoCloseable {

  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final int BEATS_TO_DEATH = 4;

  private final ArtifactStore store;
  private final String path;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(StorageLock::daemon);
  private LockOwner owner = LockOwner.thisProcess();
  private volatile LockOwner robber;

  private StorageLock(ArtifactStore store, String path) {
    this.store = store;
    this.path = path;
  }

  /**
   * Takes the lock. Where another process of this machine left it and ended, at once; where one of
   * another machine left it, after some seconds without a sign of life.
   *
   * @param path of the lock's file
   * @param what is locked, as in "run r1"
   * @throws CatwalkException (usage) when somebody holds it
   */
  public static StorageLock take(ArtifactStore store, String path, String what) {
    StorageLock lock = new StorageLock(store, path);
    while (!store.create(path, Json.write(lock.owner))) {
      Optional<LockOwner> other = lock.read();
      if (other.isEmpty()) {
        continue;
      }
      if (!lock.abandoned(other.get())) {
        throw CatwalkException.usage(
            String.format(
                Locale.ROOT,
                "%s is being worked on by process %d on %s since %s (%s); wait for its end, or stop it first",
                what,
                other.get().pid(),
                other.get().host(),
                other.get().since(),
                store.resolve(path)));
      }
      store.delete(path);
    }
    lock.heart.scheduleWithFixedDelay(
        lock::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    return lock;
  }

  /**
   * @throws CatwalkException (cluster) when somebody took the lock over because this process had
   *     shown no sign of life
   */
  public void check() {
    if (robber != null) {
      throw CatwalkException.cluster(
          String.format(
              Locale.ROOT,
              "Process %d on %s has taken over %s from this one",
              robber.pid(),
              robber.host(),
              store.resolve(path)),
          null);
    }
  }

  /** Whether nobody has taken it over. */
  public boolean held() {
    return robber == null;
  }

  private boolean abandoned(LockOwner other) {
    if (other.dead() || other.alive()) {
      return other.dead();
    }
    for (int beat = 0; beat < BEATS_TO_DEATH; beat++) {
      pause();
      if (!read().equals(Optional.of(other))) {
        return false;
      }
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(BEAT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a lock", e);
    }
  }

  /** Empty when there is no lock. */
  private Optional<LockOwner> read() {
    if (!store.exists(path)) {
      return Optional.empty();
    }
    return Optional.of(
        Json.read(store.read(path), LockOwner.class, store.resolve(path).toString()));
  }

  private void beat() {
    try {
      Optional<LockOwner> now = read();
      if (now.isPresent() && !now.get().id().equals(owner.id())) {
        robber = now.get();
        heart.shutdown();
        return;
      }
      owner = owner.nextBeat();
      store.write(path, Json.write(owner));
    } catch (CatwalkException e) {
      // A storage that refuses this beat will be asked again at the next.
    }
  }

  @Override
  public void close() {
    heart.shutdown();
    try {
      heart.awaitTermination(BEAT.toSeconds(), TimeUnit.SECONDS);
      if (robber == null) {
        store.delete(path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CatwalkException e) {
      // The next one finds that this process has ended.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "storage lock");
    thread.setDaemon(true);
    return thread;
  }
}
