package io.catwalk.pipeline.train.state;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A state that a standing worker reads off the wire into its network's memory, a block at a time;
 * on the heap stays only what its answer is told relative to.
 */
public final class ArrivingState implements StartState {

  private final DataInputStream in;
  private final Compression compression;
  private final List<byte[]> kept = new ArrayList<>();

  /**
   * @param in at the first slice, as {@link DriverState#write} sends them
   * @param compression of the answer
   */
  public ArrivingState(DataInputStream in, Compression compression) {
    this.in = in;
    this.compression = compression;
  }

  /** Only of what the answer is told relative to: the first slices, the parameters. */
  @Override
  public byte[] slice(int index) {
    return kept.get(index);
  }

  @Override
  public long restore(List<StateSlice> slices, MultiLayerNetwork network) throws IOException {
    long waited = 0;
    byte[] block = new byte[Compression.BLOCK * Float.BYTES];
    for (StateSlice slice : slices) {
      if (compression.relative(slice.part())) {
        byte[] bytes = new byte[Math.toIntExact(slice.bytes())];
        waited += read(bytes, bytes.length);
        slice.write(bytes, network);
        kept.add(bytes);
        continue;
      }
      for (int done = 0; done < slice.length(); done += Compression.BLOCK) {
        int length = Math.min(Compression.BLOCK, slice.length() - done);
        waited += read(block, length * Float.BYTES);
        slice.write(done, block, length, network);
      }
    }
    return waited;
  }

  private long read(byte[] bytes, int length) throws IOException {
    long asked = System.nanoTime();
    in.readFully(bytes, 0, length);
    return System.nanoTime() - asked;
  }
}
