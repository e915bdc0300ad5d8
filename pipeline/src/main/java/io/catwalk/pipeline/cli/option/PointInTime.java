package io.catwalk.pipeline.cli.option;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write one: in this machine's zone unless they say which, or so long ago. */
public final class PointInTime implements ITypeConverter<Instant> {

  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([mhd])");

  private final Clock clock;
  private final List<Function<String, Instant>> forms =
      List.of(
          Instant::parse,
          text -> LocalDateTime.parse(text).atZone(zone()).toInstant(),
          text -> LocalDate.parse(text).atStartOfDay(zone()).toInstant());

  public PointInTime() {
    this(Clock.systemDefaultZone());
  }

  /**
   * @param clock tells the time, and the zone
   */
  PointInTime(Clock clock) {
    this.clock = clock;
  }

  private ZoneId zone() {
    return clock.getZone();
  }

  @Override
  public Instant convert(String text) {
    Matcher age = AGE.matcher(text);
    if (age.matches()) {
      return clock.instant().minus(duration(Long.parseLong(age.group(1)), age.group(2)));
    }
    for (Function<String, Instant> form : forms) {
      try {
        return form.apply(text);
      } catch (DateTimeException e) {
        // The next form may fit.
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is no time; expected one as 2026-11-28, 2026-11-28T22:00, 2026-11-28T21:00:00Z, 90m, 24h or 7d");
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
