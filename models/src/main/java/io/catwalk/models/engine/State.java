package io.catwalk.models.engine;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a training changes, in DL4J's flattened order, as rows [1, n] that lie contiguously.
 *
 * @param parameters of the plan's length
 * @param updater the updaters' state of the plan's state length; an empty array where that is 0
 */
public record State(INDArray parameters, INDArray updater) {

  /** A network's own arrays: what is written there is the network's from then on. */
  public static State of(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    return new State(network.params(), state == null ? Nd4j.empty(DataType.FLOAT) : state);
  }
}
