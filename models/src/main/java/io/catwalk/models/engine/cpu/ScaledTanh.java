package io.catwalk.models.engine.cpu;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;

/**
 * 1.7159·tanh(2x/3) by its rational approximation, which oneDNN has not: number by number as they
 * lie, since it leaves the zeros of padded layouts zeros.
 */
final class ScaledTanh implements Call {

  private static final int CHUNK = 4096;
  private static final float FOURTH = 1.41645f;
  private static final float HEIGHT = 1.7159f;
  private static final float SLOPE = 2f / 3;

  private final FloatBuffer in;
  private final FloatBuffer out;
  private final float[] numbers = new float[CHUNK];

  ScaledTanh(memory in, memory out) {
    this.in = Onednn.floats(in).asBuffer();
    this.out = Onednn.floats(out).asBuffer();
  }

  @Override
  public void run() {
    for (int from = 0; from < in.capacity(); from += CHUNK) {
      int count = Math.min(CHUNK, in.capacity() - from);
      in.get(from, numbers, 0, count);
      for (int i = 0; i < count; i++) {
        float y = SLOPE * numbers[i];
        numbers[i] = HEIGHT * Math.signum(y) * (1 - 1 / denominator(y));
      }
      out.put(from, numbers, 0, count);
    }
  }

  /** Multiplies a gradient by the slope at what had come in. */
  static Call backward(memory in, memory gradient) {
    FloatBuffer before = Onednn.floats(in).asBuffer();
    FloatBuffer at = Onednn.floats(gradient).asBuffer();
    float[] numbers = new float[CHUNK];
    float[] gradients = new float[CHUNK];
    return () -> {
      for (int from = 0; from < before.capacity(); from += CHUNK) {
        int count = Math.min(CHUNK, before.capacity() - from);
        before.get(from, numbers, 0, count);
        at.get(from, gradients, 0, count);
        for (int i = 0; i < count; i++) {
          float y = Math.abs(SLOPE * numbers[i]);
          float denominator = denominator(y);
          float rise = 1 + 2 * y + 4 * FOURTH * y * y * y;
          gradients[i] *= HEIGHT * SLOPE * rise / (denominator * denominator);
        }
        at.put(from, gradients, 0, count);
      }
    };
  }

  private static float denominator(float y) {
    return 1 + Math.abs(y) + y * y + FOURTH * y * y * y * y;
  }
}
