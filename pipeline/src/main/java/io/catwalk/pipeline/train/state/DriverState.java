package io.catwalk.pipeline.train.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The driver's network itself, which does not change during a round: standing workers are sent its
 * state straight out of native memory, however large.
 */
public record DriverState(List<StateSlice> slices, MultiLayerNetwork network)
    implements StartState {

  @Override
  public byte[] slice(int index) {
    return slices.get(index).read(network);
  }

  /** All slices' floats one after the other, in the machine's byte order. */
  public void write(OutputStream out) throws IOException {
    for (StateSlice slice : slices) {
      new StateEncoder(Compression.NONE, slice).write(network, null, out);
    }
  }
}
