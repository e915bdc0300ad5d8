package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.LockFiles.Claim;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The right to work on something, which one process has at a time. It is claimed by a numbered
 * file; of several processes that write one number, one alone succeeds, and to take the lock from a
 * dead holder is to write the next number.
 *
 * <p>A holder that was only stopped may go on at any point. It asks by {@link #check} when all
 * bytes of a file are written and before the file appears; the next holder claims first and then
 * deletes what is half written. So either the check fails, or there is nothing left that could
 * appear.
 */
public final class StorageLock implements HeldLock, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LockFiles files;
  private final String what;
  private final Duration patience;
  private final Claim claim;
  private final Heartbeat heartbeat;
  private volatile boolean lost;

  private StorageLock(
      ArtifactStore store,
      LockFiles files,
      String what,
      Duration patience,
      Claim claim,
      Time time) {
    this.files = files;
    this.what = what;
    this.patience = patience;
    this.claim = claim;
    this.heartbeat =
        new Heartbeat(store, files.beat(claim), claim.process(), time, () -> held() && stands());
  }

  /**
   * Takes the lock. Where another process left it and has ended, as far as this machine can see, at
   * once; where nobody can tell, after 20 s in which its holder gave no sign of life.
   *
   * @param path of what is locked; the lock's files stand beside it
   * @param what is locked, as in "Run r1"
   * @throws CatwalkException (busy) when somebody holds it
   */
  public static StorageLock take(ArtifactStore store, String path, String what) {
    return take(store, path, what, PATIENCE, Processes.ofThisMachine(), Time.system());
  }

  static StorageLock take(
      ArtifactStore store,
      String path,
      String what,
      Duration patience,
      Processes processes,
      Time time) {
    LockFiles files = new LockFiles(store, path);
    Liveness liveness = new Liveness(store, processes, time);
    ProcessIdentity self = processes.self();
    while (true) {
      Optional<Claim> holder = files.newest();
      if (holder.isPresent() && !abandoned(files, what, patience, holder.get(), liveness)) {
        continue;
      }
      String since = time.now().truncatedTo(ChronoUnit.SECONDS).toString();
      Claim claim = new Claim(holder.map(Claim::number).orElse(0L) + 1, self, since);
      if (files.create(claim) && follows(files, claim, holder)) {
        StorageLock lock = new StorageLock(store, files, what, patience, claim, time);
        lock.heartbeat.beat();
        lock.heartbeat.start(patience);
        files.discardOthers(claim);
        return lock;
      }
    }
  }

  /** False where its holder gave it back meanwhile. */
  private static boolean abandoned(
      LockFiles files, String what, Duration patience, Claim holder, Liveness liveness) {
    Liveness.Verdict verdict =
        liveness.of(
            holder.process(),
            files.beat(holder),
            patience,
            () -> files.newest().equals(Optional.of(holder)));
    if (verdict == Liveness.Verdict.ALIVE) {
      throw CatwalkException.busy(
          String.format(
              Locale.ROOT,
              "%s is being worked on by %s since %s (%s); wait for its end, or stop it first",
              what,
              holder.process().words(),
              holder.since(),
              files.uri(holder.number())));
    }
    return verdict == Liveness.Verdict.DEAD;
  }

  /**
   * Whether the lock was taken from the one who was found dead. Once the lock was taken, given back
   * and taken again in between, the same numbers may be others' claims.
   */
  private static boolean follows(LockFiles files, Claim claim, Optional<Claim> dead) {
    boolean follows = dead.isEmpty() || files.read(dead.get().number()).equals(dead);
    if (!follows) {
      files.delete(claim);
    }
    return follows;
  }

  @Override
  public boolean held() {
    return !lost;
  }

  @Override
  public void check() {
    if (!held() || !stands()) {
      String by =
          files
              .newest()
              .map(other -> other.process().words())
              .orElse("another process, which has ended since");
      throw CatwalkException.busy(
          String.format(
              Locale.ROOT,
              "%s was taken over by %s: this process had given no sign of life for %d s; it stops and leaves all files as they are",
              what,
              by,
              patience.toSeconds()));
    }
  }

  private boolean stands() {
    boolean stands = files.newest().equals(Optional.of(claim));
    lost |= !stands;
    return stands;
  }

  /** Gives it back, unless another has it. */
  @Override
  public void close() {
    try {
      if (held() && stands()) {
        files.delete(claim);
      }
    } catch (CatwalkException e) {
      // The next one finds that this process has ended.
    }
    lost = true;
    heartbeat.close();
  }
}
