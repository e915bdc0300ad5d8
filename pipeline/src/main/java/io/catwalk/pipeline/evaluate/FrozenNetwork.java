package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.model.NetworkSnapshot;
import java.io.Serializable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network that travels to executors, with a name by which they know it again.
 *
 * @param snapshot its configuration and parameters
 * @param parametersSha256 as {@link NetworkSnapshot#parametersSha256}
 */
record FrozenNetwork(NetworkSnapshot snapshot, String parametersSha256) implements Serializable {

  static FrozenNetwork of(MultiLayerNetwork network) {
    NetworkSnapshot snapshot = NetworkSnapshot.of(network);
    return new FrozenNetwork(snapshot, snapshot.parametersSha256());
  }
}
