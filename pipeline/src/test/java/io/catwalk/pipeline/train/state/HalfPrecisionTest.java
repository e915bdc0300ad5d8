package io.catwalk.pipeline.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

  @Test
  void everyHalfComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      if ((bits & 0x7c00) != 0x7c00) {
        assertThat(HalfPrecision.toHalf(HalfPrecision.fromHalf(half))).isEqualTo(half);
      }
      if ((bits & 0x7f80) != 0x7f80) {
        assertThat(HalfPrecision.toBfloat(HalfPrecision.fromBfloat(half))).isEqualTo(half);
      }
    }
  }

  @Test
  void valuesThatTheStandardNames() {
    assertThat(HalfPrecision.toHalf(1f)).isEqualTo((short) 0x3c00);
    assertThat(HalfPrecision.toHalf(-2f)).isEqualTo((short) 0xc000);
    assertThat(HalfPrecision.toHalf(65504f)).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.toHalf(0x1p-14f)).isEqualTo((short) 0x0400);
    assertThat(HalfPrecision.toHalf(0x1p-24f)).isEqualTo((short) 0x0001);
    assertThat(HalfPrecision.toHalf(1 / 3f)).isEqualTo((short) 0x3555);
    // Half way between two: to the even one.
    assertThat(HalfPrecision.toHalf(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(HalfPrecision.toHalf(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(HalfPrecision.toBfloat(1f)).isEqualTo((short) 0x3f80);
  }

  @Test
  void roundsToTheNearest() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(40) - 26);
      float half = HalfPrecision.fromHalf(HalfPrecision.toHalf(value));
      float bfloat = HalfPrecision.fromBfloat(HalfPrecision.toBfloat(value));
      assertThat(Math.abs(half - value))
          .isLessThanOrEqualTo(Math.max(Math.abs(value) * 0x1p-11f, 0x1p-25f));
      assertThat(Math.abs(bfloat - value)).isLessThanOrEqualTo(Math.abs(value) * 0x1p-8f);
    }
  }
}
