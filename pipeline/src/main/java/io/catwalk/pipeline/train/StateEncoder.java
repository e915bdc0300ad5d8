package io.catwalk.pipeline.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a slice of a network's state block by block out of native memory, so that no copy of a
 * large model ever stands on the heap.
 */
final class StateEncoder {

  private final Compression compression;
  private final StateSlice slice;
  private final byte[] raw = new byte[Compression.BLOCK * Float.BYTES];
  private final ByteBuffer rawFloats = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
  private final float[] values = new float[Compression.BLOCK];
  private final float[] started = new float[Compression.BLOCK];
  private final ByteBuffer block;

  StateEncoder(Compression compression, StateSlice slice) {
    this.compression = compression;
    this.slice = slice;
    this.block =
        ByteBuffer.allocate((int) compression.bytes(Compression.BLOCK))
            .order(ByteOrder.nativeOrder());
  }

  /** What {@link Compression#NONE} writes. */
  int wholeBytes() {
    return slice.length() * Float.BYTES;
  }

  /** About what is written. */
  int usualBytes() {
    return (int) compression.usualBytes(slice.length()) + Compression.BLOCK;
  }

  /**
   * @param start the slice as the worker started from; needed by {@link Compression#DELTA} alone
   */
  void write(MultiLayerNetwork network, ByteBuffer start, OutputStream out) throws IOException {
    INDArray array = slice.part().of(network);
    for (int done = 0; done < slice.length(); done += Compression.BLOCK) {
      int length = Math.min(Compression.BLOCK, slice.length() - done);
      NativeFloats.readBytes(array, slice.from() + (long) done, raw, length);
      if (compression == Compression.NONE) {
        out.write(raw, 0, length * Float.BYTES);
        continue;
      }
      rawFloats.rewind().asFloatBuffer().get(values, 0, length);
      if (start != null) {
        start.position(done * Float.BYTES).asFloatBuffer().get(started, 0, length);
      }
      compression.encode(slice.part(), values, started, length, block.clear());
      out.write(block.array(), 0, block.position());
    }
  }
}
