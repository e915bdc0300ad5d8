package io.catwalk.pipeline.train.state;

import java.io.Serializable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All of a network that training changes.
 *
 * @param parameters flattened, running means and variances of batch normalisation among them
 * @param updater its state (momentum, Adam's moments), flattened; empty for plain SGD
 * @param iterations gradient steps so far
 * @param epoch 0-based, as Deeplearning4j counts
 */
public record TrainingState(float[] parameters, float[] updater, int iterations, int epoch)
    implements Serializable {

  public static TrainingState of(MultiLayerNetwork network) {
    INDArray state = StatePart.UPDATER.of(network);
    return new TrainingState(
        NativeFloats.read(network.params()),
        state == null ? new float[0] : NativeFloats.read(state),
        network.getIterationCount(),
        network.getEpochCount());
  }

  public TrainingState withParameters(float[] parameters) {
    return new TrainingState(parameters, updater, iterations, epoch);
  }

  /** Makes a network of the same configuration go on from here. */
  public void restore(MultiLayerNetwork network) {
    NativeFloats.write(parameters, network.params());
    if (updater.length > 0) {
      NativeFloats.write(updater, StatePart.UPDATER.of(network));
    }
    network.setIterationCount(iterations);
    network.setEpochCount(epoch);
  }
}
