package io.catwalk.pipeline.train;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What every worker of a round starts from, on its way to them. */
interface StartState extends Serializable {

  /** A slice's floats, in the machine's byte order; not to be modified. */
  byte[] slice(int index);

  /** Drops what executors hold of it. */
  default void release() {}

  /** Puts it into a network, slice after slice. */
  default void restore(List<StateSlice> slices, MultiLayerNetwork network) {
    for (int i = 0; i < slices.size(); i++) {
      slices.get(i).write(slice(i), network);
    }
  }
}
