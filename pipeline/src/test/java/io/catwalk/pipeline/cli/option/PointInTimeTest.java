package io.catwalk.pipeline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PointInTimeTest {

  private final PointInTime times =
      new PointInTime(Clock.fixed(Instant.parse("2026-11-29T08:00:00Z"), ZoneId.of("Asia/Seoul")));

  @ParameterizedTest
  @CsvSource({
    "2026-11-28, 2026-11-27T15:00:00Z",
    "2026-11-28T22:00, 2026-11-28T13:00:00Z",
    "2026-11-28T22:00:30, 2026-11-28T13:00:30Z",
    "2026-11-28T22:00:00Z, 2026-11-28T22:00:00Z",
    "90m, 2026-11-29T06:30:00Z",
    "24h, 2026-11-28T08:00:00Z",
    "7d, 2026-11-22T08:00:00Z"
  })
  void isOneOrAnAge(String text, Instant time) {
    assertThat(times.convert(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "7", "-7d", "2026-13-01", "9999999d"})
  void othersAreRefused(String text) {
    assertThatThrownBy(() -> times.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "' is no time; expected one as 2026-11-28, ");
  }
}
