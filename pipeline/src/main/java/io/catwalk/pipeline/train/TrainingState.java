package io.catwalk.pipeline.train;

import java.io.Serializable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All of a network that training changes.
 *
 * @param parameters flattened, running means and variances of batch normalisation among them
 * @param updater its state (momentum, Adam's moments), flattened; empty for plain SGD
 * @param iterations gradient steps so far
 * @param epoch 0-based, as Deeplearning4j counts
 */
record TrainingState(float[] parameters, float[] updater, int iterations, int epoch)
    implements Serializable {

  static TrainingState of(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    return new TrainingState(
        network.params().toFloatVector(),
        state == null ? new float[0] : state.toFloatVector(),
        network.getIterationCount(),
        network.getEpochCount());
  }

  TrainingState withParameters(float[] parameters) {
    return new TrainingState(parameters, updater, iterations, epoch);
  }

  /** Makes a network of the same configuration go on from here. */
  void restore(MultiLayerNetwork network) {
    network.params().assign(row(parameters).reshape(network.params().shape()));
    INDArray state = network.getUpdater().getStateViewArray();
    if (state != null) {
      state.assign(row(updater).reshape(state.shape()));
    }
    network.setIterationCount(iterations);
    network.setEpochCount(epoch);
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }
}
