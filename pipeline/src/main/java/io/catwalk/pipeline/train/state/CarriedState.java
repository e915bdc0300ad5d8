package io.catwalk.pipeline.train.state;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A small state, which travels with every task: a broadcast of it would cost each executor several
 * questions to the driver.
 */
public record CarriedState(byte[][] slices) implements StartState, Serializable {

  public static CarriedState of(List<StateSlice> slices, MultiLayerNetwork network) {
    return new CarriedState(
        slices.stream().map(slice -> slice.read(network)).toArray(byte[][]::new));
  }

  @Override
  public byte[] slice(int index) {
    return slices[index];
  }
}
