package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransportTest {

  private static final Transport SMALL = new Transport(10, 100, 1000, 8 << 20);

  @Test
  void aStateTravelsWithTasksWhileItIsSmallAndTheyAreFew() {
    assertThat(SMALL.carries(10, 32)).isTrue();
    assertThat(SMALL.carries(11, 32)).isFalse();
    assertThat(SMALL.carries(10, 33)).isFalse();
  }

  @Test
  void allWorkersStatesTogetherDecideHowTheyCome() {
    assertThat(SMALL.collects(25, 4)).isTrue();
    assertThat(SMALL.collects(26, 4)).isFalse();
    assertThat(SMALL.streams(250, 4)).isTrue();
    assertThat(SMALL.streams(251, 4)).isFalse();
  }

  @Test
  void aSliceHoldsOneToThirtyTwoMebibytes() {
    int mebibyte = (1 << 20) / Float.BYTES;
    assertThat(Transport.USUAL.valuesOfSlice(1)).isEqualTo(32 * mebibyte);
    assertThat(Transport.USUAL.valuesOfSlice(4)).isEqualTo(16 * mebibyte);
    assertThat(Transport.USUAL.valuesOfSlice(64)).isEqualTo(mebibyte);
    assertThat(Transport.USUAL.valuesOfSlice(1000)).isEqualTo(mebibyte);
    assertThat(new Transport(10, 100, 1000, 40).valuesOfSlice(2)).isEqualTo(10);
    assertThat(new Transport(10, 100, 1000, 3).valuesOfSlice(2)).isEqualTo(1);
  }

  @Test
  void theUsualLimits() {
    assertThat(Transport.USUAL.carries(900 * 1024, 1)).isTrue();
    assertThat(Transport.USUAL.carries(900 * 1024 + 1, 1)).isFalse();
    assertThat(Transport.USUAL.collects(64L << 20, 1)).isTrue();
    assertThat(Transport.USUAL.collects((64L << 20) + 1, 1)).isFalse();
    assertThat(Transport.USUAL.streams(1L << 30, 2)).isTrue();
    assertThat(Transport.USUAL.streams((1L << 30) + 1, 2)).isFalse();
  }
}
