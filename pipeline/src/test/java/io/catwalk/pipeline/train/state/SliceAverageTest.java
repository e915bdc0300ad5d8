package io.catwalk.pipeline.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceAverageTest {

  private static final StateSlice SLICE = new StateSlice(StatePart.PARAMETERS, 0, 2);

  private final ReturnedSlices returned =
      new ReturnedSlices(List.of(SLICE), Compression.NONE, true, true);

  @Test
  void aWorkerCountsByItsExamples() {
    byte[] mean =
        returned.average(
            0,
            List.of(report(0, 3), report(1, 1), report(2, 0)),
            List.of(bytes(1, 10), bytes(5, 50), bytes(100, Float.NaN)),
            null);

    assertThat(mean).isEqualTo(bytes(2, 20));
  }

  @Test
  void oneWorkersMeanIsItsOwn() {
    byte[] mean = returned.average(0, List.of(report(0, 7)), List.of(bytes(0.1f, -3e-30f)), null);

    assertThat(mean).isEqualTo(bytes(0.1f, -3e-30f));
  }

  @Test
  void blocksMeetWithoutASeam() {
    int length = 2 * Compression.BLOCK + 5;
    byte[] ones = new byte[length * 4];
    byte[] threes = new byte[length * 4];
    for (int i = 0; i < length; i++) {
      ByteBuffer.wrap(ones).order(ByteOrder.nativeOrder()).putFloat(i * 4, i);
      ByteBuffer.wrap(threes).order(ByteOrder.nativeOrder()).putFloat(i * 4, 3 * i);
    }

    byte[] mean =
        new SliceAverage(new StateSlice(StatePart.UPDATER, 0, length), Compression.NONE)
            .of(List.of(ones, threes), new long[] {1, 1}, null);

    for (int i = 0; i < length; i++) {
      assertThat(ByteBuffer.wrap(mean).order(ByteOrder.nativeOrder()).getFloat(i * 4))
          .isEqualTo(2 * i);
    }
  }

  private static WorkerReport report(int worker, long examples) {
    return new WorkerReport(worker, "1", examples, 0, 1, new WorkerTimes(0, 0, 0, 0));
  }

  private static byte[] bytes(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
