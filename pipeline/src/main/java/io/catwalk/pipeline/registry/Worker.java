package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.storage.ThisHost;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * The process that works.
 *
 * @param user name
 * @param host of the process
 * @param pid of the process
 * @param started when the process began, ISO-8601; empty where the system does not tell
 * @param dead whether a claim's process is known to have ended
 */
record Worker(String user, String host, long pid, String started, Predicate<LeaseClaim> dead) {

  static Worker thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    String host = ThisHost.name();
    return new Worker(
        System.getProperty("user.name"),
        host,
        process.pid(),
        ThisHost.started(process),
        claim -> host.equals(claim.host()) && ThisHost.ended(claim.pid(), claim.processStarted()));
  }

  LeaseClaim claim(long token, Instant now, Instant until) {
    return new LeaseClaim(token, user, host, pid, started, now.toString(), until.toString());
  }

  /** As the audit log names it. */
  String name() {
    return user + "@" + host + " (" + pid + ")";
  }
}
