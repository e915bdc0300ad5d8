package io.catwalk.pipeline.train.state;

/**
 * Floats in 16 bits, rounded to nearest, ties to even: IEEE 754's binary16 (11 significant bits, to
 * 65504), and bfloat16 (8 significant bits, float's whole range). The machine has neither in Java
 * 17.
 */
final class HalfPrecision {

  /** Above this binary16 knows only infinity. */
  static final float MOST = 65504;

  private static final int SHIFT = Float.floatToIntBits(0.5f);

  private HalfPrecision() {}

  /**
   * @param value finite, between -{@link #MOST} and {@link #MOST}
   */
  static short toHalf(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude < 0x38800000) {
      // Below binary16's smallest normal number: adding 0.5 lets the processor round to a multiple
      // of 2^-24, which then stands in the last bits.
      float shifted = Float.intBitsToFloat(magnitude) + Float.intBitsToFloat(SHIFT);
      return (short) (sign | (Float.floatToIntBits(shifted) - SHIFT));
    }
    int odd = (magnitude >>> 13) & 1;
    return (short) (sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13));
  }

  static float fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7fff;
    if (magnitude < 0x0400) {
      return Float.intBitsToFloat(sign | Float.floatToIntBits(magnitude * 0x1p-24f));
    }
    return Float.intBitsToFloat(sign | ((magnitude << 13) + 0x38000000));
  }

  /**
   * @param value finite
   */
  static short toBfloat(float value) {
    int bits = Float.floatToIntBits(value);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  static float fromBfloat(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
