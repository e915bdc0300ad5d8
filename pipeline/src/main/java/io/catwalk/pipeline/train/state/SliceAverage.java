package io.catwalk.pipeline.train.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of a slice over the workers, each weighted by the examples that it consumed: w = Σ nₖwₖ
 * / Σ nₖ (McDonald, Hall and Mann, Distributed training strategies for the structured perceptron,
 * 2010). Summed in double precision in the workers' order, so that the same slices give the same
 * bits wherever they were computed and however a state was cut; the mean of one worker is that
 * worker's, unchanged.
 */
final class SliceAverage {

  private final StateSlice slice;
  private final Compression compression;
  private final float[] values = new float[Compression.BLOCK];
  private final float[] started = new float[Compression.BLOCK];
  private final double[] sums = new double[Compression.BLOCK];

  SliceAverage(StateSlice slice, Compression compression) {
    this.slice = slice;
    this.compression = compression;
  }

  /**
   * @param workers encoded slices, in the workers' order
   * @param examples that each worker consumed, above 0
   * @param start the slice that they started from; needed by {@link Compression#DELTA} alone
   * @return floats in the machine's byte order
   */
  byte[] of(List<byte[]> workers, long[] examples, byte[] start) {
    List<ByteBuffer> encoded = workers.stream().map(SliceAverage::floats).toList();
    double all = Arrays.stream(examples).sum();
    ByteBuffer from = start == null ? null : floats(start);
    byte[] mean = new byte[slice.length() * Float.BYTES];
    ByteBuffer out = floats(mean);
    for (int done = 0; done < slice.length(); done += Compression.BLOCK) {
      int length = Math.min(Compression.BLOCK, slice.length() - done);
      if (from != null) {
        from.position(done * Float.BYTES).asFloatBuffer().get(started, 0, length);
      }
      Arrays.fill(sums, 0);
      for (int worker = 0; worker < examples.length; worker++) {
        compression.decode(slice.part(), encoded.get(worker), started, values, length);
        add(examples[worker] / all, length);
      }
      for (int i = 0; i < length; i++) {
        values[i] = (float) sums[i];
      }
      out.position(done * Float.BYTES).asFloatBuffer().put(values, 0, length);
    }
    return mean;
  }

  private void add(double weight, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += weight * values[i];
    }
  }

  private static ByteBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
