package io.catwalk.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.config.SearchRange.Choice;
import io.catwalk.pipeline.config.SearchRange.Interval;
import io.catwalk.pipeline.config.SearchRange.Spread;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {

  private static final Choice SIZES = new Choice("train.minibatch", List.of("16", "32", "64"));
  private static final Interval RATES =
      new Interval("train.learning-rate", 0.0001, 0.01, Spread.LOG, false);

  @Test
  void theFirstIsTheConfigurationAndTheOthersDiffer() {
    List<Map<String, String>> drawn = new SearchSpace(List.of(SIZES, RATES)).draw(50, 7);

    assertThat(drawn).hasSize(50).doesNotHaveDuplicates();
    assertThat(drawn.get(0)).isEmpty();
    assertThat(drawn.subList(1, 50))
        .allSatisfy(
            settings ->
                assertThat(settings).containsOnlyKeys("train.minibatch", "train.learning-rate"));
  }

  /**
   * So that a search that is begun again goes on, and one with more trials tries the same first.
   */
  @Test
  void theSameSeedDrawsTheSame() {
    SearchSpace space = new SearchSpace(List.of(SIZES, RATES));

    assertThat(space.draw(20, 7)).isEqualTo(space.draw(30, 7).subList(0, 20));
    assertThat(space.draw(20, 8)).isNotEqualTo(space.draw(20, 7));
  }

  @Test
  void aSmallSpaceHasAnEnd() {
    List<Map<String, String>> drawn = new SearchSpace(List.of(SIZES)).draw(50, 7);

    assertThat(new HashSet<>(drawn))
        .containsExactlyInAnyOrder(
            Map.of(),
            Map.of("train.minibatch", "16"),
            Map.of("train.minibatch", "32"),
            Map.of("train.minibatch", "64"));
  }

  @Test
  void aLogarithmicRangeHasAsManyBelowItsGeometricMeanAsAbove() {
    long below =
        new SearchSpace(List.of(RATES))
            .draw(201, 7).stream()
                .skip(1)
                .map(settings -> Double.parseDouble(settings.get("train.learning-rate")))
                .peek(rate -> assertThat(rate).isBetween(0.0001, 0.01))
                .filter(rate -> rate < 0.001)
                .count();

    assertThat(below).isBetween(80L, 120L);
  }

  @Test
  void wholeNumbersReachBothEnds() {
    Interval sizes = new Interval("train.minibatch", 1, 3, Spread.LINEAR, true);

    assertThat(sizes.value(0)).isEqualTo("1");
    assertThat(sizes.value(0.5)).isEqualTo("2");
    assertThat(sizes.value(0.999)).isEqualTo("3");
    assertThat(RATES.value(0)).isEqualTo("0.0001");
    assertThat(RATES.value(0.5)).isEqualTo("0.001");
    assertThat(new Interval("x", 0, 90, Spread.LINEAR, false).value(0.5)).isEqualTo("45");
  }
}
