package io.catwalk.pipeline.registry;

import java.time.Instant;
import java.util.Locale;

/**
 * Who may work on a registry.
 *
 * @param token grows with every holder: the number of the audit line that gave it
 * @param user name
 * @param host of the process
 * @param pid of the process
 * @param processStarted when the process began, ISO-8601; a later process may have the same number
 * @param since when the lease was taken, ISO-8601, UTC
 * @param expiresAt when it ends unless it is renewed, ISO-8601, UTC
 */
public record LeaseClaim(
    long token,
    String user,
    String host,
    long pid,
    String processStarted,
    String since,
    String expiresAt) {

  boolean expired(Instant now) {
    return !now.isBefore(Instant.parse(expiresAt));
  }

  /** As a sentence names the holder. */
  public String holder() {
    return String.format(Locale.ROOT, "%s, process %d on %s, since %s", user, pid, host, since);
  }
}
