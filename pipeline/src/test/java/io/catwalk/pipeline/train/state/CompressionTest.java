package io.catwalk.pipeline.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {

  private static final int LENGTH = 1000;
  private final float[] start = new float[LENGTH];
  private final float[] values = new float[LENGTH];

  CompressionTest() {
    Random random = new Random(3);
    for (int i = 0; i < LENGTH; i++) {
      start[i] = (float) random.nextGaussian();
      values[i] = start[i] + 1e-3f * (float) random.nextGaussian();
    }
  }

  @Test
  void whatIsNotCompressedIsExact() {
    assertThat(sent(Compression.NONE, StatePart.PARAMETERS, values, LENGTH * 4)).isEqualTo(values);
  }

  @Test
  void halfPrecisionIsWithinItsBound() {
    float[] found = sent(Compression.FP16, StatePart.PARAMETERS, values, 1 + LENGTH * 2);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(Math.abs(found[i] - values[i]))
          .isLessThanOrEqualTo(Math.max(Math.abs(values[i]) * 0x1p-11f, 0x1p-25f));
    }
    assertThat(found).isNotEqualTo(values);
  }

  @Test
  void aChangeIsFinerThanTheParameterItself() {
    float[] found = sent(Compression.DELTA, StatePart.PARAMETERS, values, 1 + LENGTH * 2);
    for (int i = 0; i < LENGTH; i++) {
      float change = Math.abs(values[i] - start[i]);
      assertThat(Math.abs(found[i] - values[i]))
          .isLessThanOrEqualTo(
              Math.max(change * 0x1p-11f, 0x1p-25f) + Math.ulp(values[i]) + Math.ulp(start[i]));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP16", "DELTA"})
  void updaterStateKeepsFloatsRange(Compression compression) {
    float[] moments = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      moments[i] = (float) Math.scalb(1 + i / 1000.0, -100 + i % 200);
    }
    float[] found = sent(compression, StatePart.UPDATER, moments, 1 + LENGTH * 2);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(Math.abs(found[i] - moments[i])).isLessThanOrEqualTo(moments[i] * 0x1p-8f);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP16", "DELTA"})
  void aBlockOutOfRangeGoesWhole(Compression compression) {
    values[7] = 1e6f;
    assertThat(sent(compression, StatePart.PARAMETERS, values, 1 + LENGTH * 4)).isEqualTo(values);
    values[7] = Float.NaN;
    assertThat(sent(compression, StatePart.PARAMETERS, values, 1 + LENGTH * 4)).isEqualTo(values);
    values[7] = Float.MAX_VALUE;
    assertThat(sent(compression, StatePart.UPDATER, values, 1 + LENGTH * 4)).isEqualTo(values);
  }

  private float[] sent(Compression compression, StatePart part, float[] values, int bytes) {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) compression.bytes(LENGTH)).order(ByteOrder.nativeOrder());
    compression.encode(part, values.clone(), start, LENGTH, buffer);
    assertThat(buffer.position()).isEqualTo(bytes);
    float[] found = new float[LENGTH];
    compression.decode(part, buffer.flip(), start, found, LENGTH);
    assertThat(buffer.remaining()).isZero();
    return found;
  }
}
