package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.storage.ProcessIdentity;
import io.catwalk.pipeline.storage.Processes;
import io.catwalk.pipeline.storage.Time;
import java.time.Instant;

/**
 * The process that works.
 *
 * @param user name
 * @param processes that it sees
 * @param time its clocks
 */
record Worker(String user, Processes processes, Time time) {

  static Worker thisProcess() {
    return new Worker(System.getProperty("user.name"), Processes.ofThisMachine(), Time.system());
  }

  LeaseClaim claim(long token, Instant now, Instant until) {
    return new LeaseClaim(token, user, processes.self(), now.toString(), until.toString());
  }

  /** As the audit log names it. */
  String name() {
    ProcessIdentity self = processes.self();
    String host = self.host().isEmpty() ? "" : "@" + self.host();
    return user + host + " (" + self.pid() + ")";
  }
}
