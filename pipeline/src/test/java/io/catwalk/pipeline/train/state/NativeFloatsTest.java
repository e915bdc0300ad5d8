package io.catwalk.pipeline.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NativeFloatsTest {

  private final INDArray whole = Nd4j.createFromArray(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
  private final INDArray view = whole.get(NDArrayIndex.interval(3, 7));

  @Test
  void aViewBeginsWhereItBegins() {
    assertThat(NativeFloats.read(view)).containsExactly(3, 4, 5, 6);
    assertThat(NativeFloats.range(view, 1, 3)).containsExactly(4, 5);

    NativeFloats.write(new float[] {30, 40}, view);

    assertThat(whole.toFloatVector()).containsExactly(0, 1, 2, 30, 40, 5, 6, 7);
  }

  @Test
  void bytesAreTheMachinesFloats() {
    byte[] bytes = new byte[8];
    NativeFloats.readBytes(view, 1, bytes, 2);
    ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    assertThat(floats.getFloat(0)).isEqualTo(4);
    assertThat(floats.getFloat(4)).isEqualTo(5);

    floats.putFloat(0, -1).putFloat(4, -2);
    NativeFloats.writeBytes(bytes, bytes.length / Float.BYTES, view, 2);

    assertThat(whole.toFloatVector()).containsExactly(0, 1, 2, 3, 4, -1, -2, 7);
  }
}
