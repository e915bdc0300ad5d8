package io.catwalk.models.engine.cuda.driver;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers of an array of ND4J's, where they lie. */
public final class HostMemory extends Pointer {

  private HostMemory(long address, long bytes) {
    this.address = address;
    this.limit = bytes;
    this.capacity = bytes;
  }

  /**
   * @param numbers that it has to have
   * @throws IllegalArgumentException for an array of another type, length or order
   */
  public static HostMemory of(INDArray array, long numbers, String what) {
    boolean fits =
        array.length() == numbers
            && array.dataType() == DataType.FLOAT
            && (array.rank() < 2 || array.ordering() == 'c' || array.isRowVector())
            && !isStrided(array);
    if (!fits) {
      throw new IllegalArgumentException(
          "expected "
              + what
              + " as "
              + numbers
              + " numbers of type FLOAT in c order, found "
              + array.shapeInfoToString().replace('\n', ' '));
    }
    return new HostMemory(array.data().address(), 4 * numbers);
  }

  private static boolean isStrided(INDArray array) {
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) > 1 && array.stride(i) != expected) {
        return true;
      }
      expected *= array.size(i);
    }
    return false;
  }
}
