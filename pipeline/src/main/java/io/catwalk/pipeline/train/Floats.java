package io.catwalk.pipeline.train;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Many floats that are read piece by piece, so that no second copy of all is needed. */
interface Floats {

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
   * @param array of any shape, read in its order; it must not change meanwhile
   */
  static Floats of(INDArray array) {
    INDArray flat = array.reshape(array.length());
    return new Floats() {
      @Override
      public long length() {
        return flat.length();
      }

      @Override
      public float[] range(long from, long to) {
        return flat.get(NDArrayIndex.interval(from, to)).toFloatVector();
      }
    };
  }
}
