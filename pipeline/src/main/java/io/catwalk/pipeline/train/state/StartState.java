package io.catwalk.pipeline.train.state;

import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What every worker of a round starts from, on its way to them. */
public interface StartState {

  /** A slice's floats, in the machine's byte order; not to be modified. */
  byte[] slice(int index);

  /** Drops what executors hold of it. */
  default void release() {}

  /**
   * Puts it into a network, slice after slice.
   *
   * @return nanoseconds of waiting for slices
   */
  default long restore(List<StateSlice> slices, MultiLayerNetwork network) throws IOException {
    long waited = 0;
    for (int i = 0; i < slices.size(); i++) {
      long asked = System.nanoTime();
      byte[] slice = slice(i);
      waited += System.nanoTime() - asked;
      slices.get(i).write(slice, network);
    }
    return waited;
  }
}
