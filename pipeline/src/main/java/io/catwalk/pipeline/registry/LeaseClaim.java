package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.storage.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Who may work on a registry.
 *
 * @param token grows with every holder: the number of the audit line that gave it
 * @param user name
 * @param process that works
 * @param since when the lease was taken, ISO-8601, UTC
 * @param expiresAt when it ends where the holder never shows that it lives, ISO-8601, UTC
 */
public record LeaseClaim(
    long token, String user, ProcessIdentity process, String since, String expiresAt) {

  public LeaseClaim {
    // Lines of older versions of Catwalk say less of the process.
    process = process == null ? ProcessIdentity.UNTOLD : process;
  }

  /** How long the holder may show no sign of life. */
  Duration patience() {
    return Duration.between(Instant.parse(since), Instant.parse(expiresAt));
  }

  /** As a sentence names the holder. */
  public String holder() {
    return String.format(Locale.ROOT, "%s, %s, since %s", user, process.words(), since);
  }
}
