package io.catwalk.models.engine.cpu;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ND4J's arrays as the numbers that they lie in. */
final class FloatArrays {

  private FloatArrays() {}

  /**
   * An array's own memory.
   *
   * @throws IllegalArgumentException where it is not contiguous floats
   */
  static FloatPointer pointer(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !isContiguous(array)) {
      throw new IllegalArgumentException(
          "expected contiguous floats in c order, found " + array.shapeInfoToString());
    }
    Pointer numbers = array.data().addressPointer();
    return new FloatPointer(numbers).position(0).capacity(array.length());
  }

  /** Dimensions of one do not count, whatever ND4J says of their stride. */
  private static boolean isContiguous(INDArray array) {
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != expected) {
        return false;
      }
      expected *= array.size(i);
    }
    return true;
  }
}
