package io.catwalk.pipeline.train.state;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
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
public final class StateEncoder {

  private final Compression compression;
  private final StateSlice slice;
  private final byte[] raw = new byte[Compression.BLOCK * Float.BYTES];
  private final ByteBuffer rawFloats = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
  private final float[] values = new float[Compression.BLOCK];
  private final float[] started = new float[Compression.BLOCK];
  private final ByteBuffer block;

  public StateEncoder(Compression compression, StateSlice slice) {
    this.compression = compression;
    this.slice = slice;
    this.block =
        ByteBuffer.allocate((int) compression.bytes(Compression.BLOCK))
            .order(ByteOrder.nativeOrder());
  }

  /** What {@link #write} needs of the state that the worker started from; null for nothing. */
  public byte[] origin(StartState start, int index) {
    return compression.relative(slice.part()) ? start.slice(index) : null;
  }

  /** As {@link #write}, in one piece. */
  public byte[] encode(MultiLayerNetwork network, byte[] start) throws IOException {
    if (compression == Compression.NONE) {
      return slice.read(network);
    }
    int usual = (int) compression.usualBytes(slice.length()) + Compression.BLOCK;
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(usual);
    write(network, start, encoded);
    return encoded.toByteArray();
  }

  /** As {@link #write}, after its length: an int. */
  public <O extends OutputStream & DataOutput> void writeFramed(
      MultiLayerNetwork network, byte[] start, O out) throws IOException {
    if (compression == Compression.NONE) {
      out.writeInt(Math.toIntExact(slice.bytes()));
      write(network, null, out);
      return;
    }
    byte[] encoded = encode(network, start);
    out.writeInt(encoded.length);
    out.write(encoded);
  }

  /**
   * @param start the slice as the worker started from; needed by {@link Compression#DELTA} alone
   */
  void write(MultiLayerNetwork network, byte[] start, OutputStream out) throws IOException {
    ByteBuffer origin =
        start == null ? null : ByteBuffer.wrap(start).order(ByteOrder.nativeOrder());
    INDArray array = slice.part().of(network);
    for (int done = 0; done < slice.length(); done += Compression.BLOCK) {
      int length = Math.min(Compression.BLOCK, slice.length() - done);
      NativeFloats.readBytes(array, slice.from() + (long) done, raw, length);
      if (compression == Compression.NONE) {
        out.write(raw, 0, length * Float.BYTES);
        continue;
      }
      rawFloats.rewind().asFloatBuffer().get(values, 0, length);
      if (origin != null) {
        origin.position(done * Float.BYTES).asFloatBuffer().get(started, 0, length);
      }
      compression.encode(slice.part(), values, started, length, block.clear());
      out.write(block.array(), 0, block.position());
    }
  }
}
