package io.catwalk.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DropoutMaskTest {

  private static final int ELEMENTS = 100_000;

  private static DropoutMask mask(int iteration, long seed, int index) {
    return DropoutMask.of(Progress.of(iteration, 0, seed), new Operation.Drop(0, 0, 1, index, 0.7));
  }

  private static double agreement(DropoutMask one, DropoutMask other) {
    return IntStream.range(0, ELEMENTS).filter(i -> one.keeps(i) == other.keeps(i)).count()
        / (double) ELEMENTS;
  }

  @Test
  void keepsItsShare() {
    for (int iteration = 0; iteration < 20; iteration++) {
      DropoutMask mask = mask(iteration, 1, 0);
      double kept = IntStream.range(0, ELEMENTS).filter(mask::keeps).count() / (double) ELEMENTS;
      // Standard deviation 0.00145.
      assertThat(kept).isCloseTo(0.7, within(0.007));
    }
  }

  /** Two independent masks agree in 0.7² + 0.3² of their elements. */
  @Test
  void differsByIterationSeedAndDropout() {
    DropoutMask mask = mask(5, 1, 0);
    assertThat(agreement(mask, mask(6, 1, 0))).isCloseTo(0.58, within(0.008));
    assertThat(agreement(mask, mask(5, 2, 0))).isCloseTo(0.58, within(0.008));
    assertThat(agreement(mask, mask(5, 1, 1))).isCloseTo(0.58, within(0.008));
    assertThat(agreement(mask, mask(5, 1, 0))).isEqualTo(1);
  }

  /** So that another device's generator can be held against it. */
  @Test
  void isWhatItWas() {
    DropoutMask mask = mask(5, 1, 0);
    String kept =
        IntStream.range(0, 32).mapToObj(i -> mask.keeps(i) ? "1" : "0").reduce("", String::concat);
    assertThat(kept).isEqualTo("11011101111101110111011111110000");
  }
}
