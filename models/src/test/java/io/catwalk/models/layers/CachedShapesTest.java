package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CachedShapesTest {

  @Test
  void nd4jUsesIt() {
    assertThat(Nd4j.getShapeInfoProvider()).isInstanceOf(CachedShapes.class);
  }

  @Test
  void equalShapesShareADescription() {
    INDArray one = Nd4j.create(DataType.FLOAT, 3, 5);
    INDArray other = Nd4j.create(DataType.FLOAT, 3, 5);
    assertThat(other.shapeInfoDataBuffer()).isSameAs(one.shapeInfoDataBuffer());
  }

  @Test
  void whateverDiffersHasItsOwn() {
    INDArray array = Nd4j.arange(12).castTo(DataType.FLOAT).reshape(3, 4);
    for (INDArray other :
        new INDArray[] {
          array.castTo(DataType.DOUBLE),
          array.reshape(4, 3),
          array.dup('f'),
          array.transpose(),
          Nd4j.create(DataType.FLOAT, 12).reshape('c', 3, 4, 1)
        }) {
      assertThat(other.shapeInfoDataBuffer()).isNotSameAs(array.shapeInfoDataBuffer());
      assertThat(other.shapeInfo()).isNotEqualTo(array.shapeInfo());
    }
  }

  @Test
  void reshapingOneArrayLeavesAnotherAlone() {
    INDArray array = Nd4j.create(DataType.FLOAT, 6, 2);
    INDArray other = Nd4j.create(DataType.FLOAT, 6, 2);
    array.setShapeAndStride(new int[] {2, 6}, new int[] {6, 1});
    assertThat(other.shape()).containsExactly(6, 2);
    assertThat(other.stride()).containsExactly(2, 1);
  }
}
