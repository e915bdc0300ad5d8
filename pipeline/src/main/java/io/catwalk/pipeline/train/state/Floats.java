package io.catwalk.pipeline.train.state;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Many floats that are read piece by piece, so that no second copy of all is needed. */
public interface Floats {

  Floats NONE = of(new float[0]);

  long length();

  /** Values {@code from} to before {@code to}. */
  float[] range(long from, long to);

  static Floats of(float[] values) {
    return new Floats() {
      @Override
      public long length() {
        return values.length;
      }

      @Override
      public float[] range(long from, long to) {
        return Arrays.copyOfRange(values, (int) from, (int) to);
      }
    };
  }

  /**
   * @param array as {@link NativeFloats} takes it; it must not change meanwhile
   */
  static Floats of(INDArray array) {
    return new Floats() {
      @Override
      public long length() {
        return array.length();
      }

      @Override
      public float[] range(long from, long to) {
        return NativeFloats.range(array, from, to);
      }
    };
  }
}
