package io.catwalk.pipeline.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Names for runs that nobody named: they sort by time and never meet. */
public final class RunIds {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunIds() {}

  public static String next(String model, Instant now) {
    return TIME.format(now) + "-" + model + "-" + UUID.randomUUID().toString().substring(0, 4);
  }
}
