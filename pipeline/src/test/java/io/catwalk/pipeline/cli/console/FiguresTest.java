package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "12400000, 12.4 MB",
    "999950000, 1.0 GB",
    "'1234567890123', '1,234.6 GB'"
  })
  void sizesHaveTheUnitThatGivesAShortNumber(long bytes, String text) {
    assertThat(Figures.size(bytes)).isEqualTo(text);
  }
}
