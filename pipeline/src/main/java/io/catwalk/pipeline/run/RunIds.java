package io.catwalk.pipeline.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Names for runs that nobody named: they sort by time and never meet. */
final class RunIds {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RunIds() {}

  static String next(String model, Instant now) {
    return TIME.format(now) + "-" + model + "-" + UUID.randomUUID().toString().substring(0, 4);
  }
}
