package io.catwalk.pipeline.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Who holds a {@link StorageLock}: the lock file's content.
 *
 * @param id of this holding, which no other has
 * @param host of the process
 * @param pid of the process
 * @param started when the process began, ISO-8601, UTC; a later process may have the same number
 * @param since when the lock was taken, ISO-8601, UTC
 * @param beat grows as long as the owner lives
 */
record LockOwner(String id, String host, long pid, String started, String since, long beat) {

  static LockOwner thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner(
        UUID.randomUUID().toString(),
        ThisHost.name(),
        process.pid(),
        ThisHost.started(process),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        0);
  }

  LockOwner nextBeat() {
    return new LockOwner(id, host, pid, started, since, beat + 1);
  }

  /** Whether the process is known to have ended: it ran on this machine and is not there. */
  boolean dead() {
    return host.equals(ThisHost.name()) && ThisHost.ended(pid, started);
  }

  /** Whether the process is known to run: on this machine. */
  boolean alive() {
    return host.equals(ThisHost.name()) && !dead();
  }
}
