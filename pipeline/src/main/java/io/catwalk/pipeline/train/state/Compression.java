package io.catwalk.pipeline.train.state;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * How a worker's state travels to where it is averaged ({@code train.averaging.compression}). What
 * the workers start from always travels whole, so rounding errors do not add up over the rounds.
 *
 * <p>Values go in blocks. One that holds a value beyond half precision's range goes whole, so an
 * error is bounded in every case: for {@code fp16} by 2^-11 of the parameter or 2^-25, whichever is
 * larger; for {@code delta} by the same of the parameter's change, plus float's own rounding; for
 * updater state, which keeps float's range (Adam's second moments would vanish in half precision),
 * by 2^-8 of the value.
 */
public enum Compression {
  NONE,
  /** Parameters in half precision, updater state in bfloat16. */
  FP16,
  /** The parameters' changes in half precision, updater state in bfloat16. */
  DELTA;

  /** Values of one block. */
  static final int BLOCK = 4096;

  private static final byte WHOLE = 0;
  private static final byte HALVES = 1;

  public static Compression named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether values are told relative to those that the worker started from. */
  boolean relative(StatePart part) {
    return this == DELTA && part == StatePart.PARAMETERS;
  }

  /** Most bytes that so many values take. */
  long bytes(long values) {
    long blocks = (values + BLOCK - 1) / BLOCK;
    return this == NONE ? values * Float.BYTES : values * Float.BYTES + blocks;
  }

  /** Bytes that so many values usually take. */
  long usualBytes(long values) {
    return values * (this == NONE ? Float.BYTES : Short.BYTES);
  }

  /**
   * Encodes one block.
   *
   * @param values the first {@code length} are taken
   * @param start what the worker started from; read by {@code DELTA} alone
   */
  void encode(StatePart part, float[] values, float[] start, int length, ByteBuffer into) {
    if (this == NONE) {
      into.asFloatBuffer().put(values, 0, length);
      into.position(into.position() + length * Float.BYTES);
      return;
    }
    boolean parameters = part == StatePart.PARAMETERS;
    if (parameters && !fits(values, start, length) || !parameters && !finite(values, length)) {
      into.put(WHOLE);
      NONE.encode(part, values, start, length, into);
      return;
    }
    into.put(HALVES);
    for (int i = 0; i < length; i++) {
      into.putShort(
          parameters
              ? HalfPrecision.toHalf(this == DELTA ? values[i] - start[i] : values[i])
              : HalfPrecision.toBfloat(values[i]));
    }
  }

  /** Decodes one block; arguments as for {@link #encode}. */
  void decode(StatePart part, ByteBuffer from, float[] start, float[] values, int length) {
    if (this == NONE || from.get() == WHOLE) {
      from.asFloatBuffer().get(values, 0, length);
      from.position(from.position() + length * Float.BYTES);
      return;
    }
    boolean parameters = part == StatePart.PARAMETERS;
    for (int i = 0; i < length; i++) {
      short half = from.getShort();
      float value = parameters ? HalfPrecision.fromHalf(half) : HalfPrecision.fromBfloat(half);
      values[i] = parameters && this == DELTA ? start[i] + value : value;
    }
  }

  private boolean fits(float[] values, float[] start, int length) {
    for (int i = 0; i < length; i++) {
      float value = this == DELTA ? values[i] - start[i] : values[i];
      // Also false for NaN.
      if (!(Math.abs(value) <= HalfPrecision.MOST)) {
        return false;
      }
    }
    return true;
  }

  private static boolean finite(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      // Rounding must not carry the largest floats to infinity either.
      if (!(Math.abs(values[i]) <= 0x1p127f)) {
        return false;
      }
    }
    return true;
  }
}
