package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionViewTest {

  /** 24 % of mistakes must not look worse than 70 % of hits look good. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0.0001, 1", "0.05, 2", "0.24, 4", "0.7, 8", "1, 9"})
  void aColourIsAsStrongAsTheShareOfTheRow(double rate, int level) {
    assertThat(ConfusionView.level(rate)).isEqualTo(level);
  }

  @Test
  void namesThatHaveRoomStandSideBySide() {
    assertThat(view(List.of("cat", "dog", "rabbit")).turned()).isFalse();
    assertThat(view(List.of("cat", "golden retriever")).turned()).isTrue();
    assertThat(view(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8")).turned()).isTrue();
  }

  private static ConfusionView view(List<String> names) {
    return new ConfusionView(names, List.of(), List.of(), false, 0, null);
  }
}
