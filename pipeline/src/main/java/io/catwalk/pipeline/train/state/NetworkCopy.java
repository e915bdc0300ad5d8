package io.catwalk.pipeline.train.state;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All of a network that training changes, outside the heap, so that another thread can write it
 * while training goes on.
 *
 * @param parameters [1, n], running means and variances of batch normalisation among them
 * @param updater its state (momentum, Adam's moments) [1, m]; null for plain SGD
 * @param iterations gradient steps so far
 * @param epoch 0-based, as Deeplearning4j counts
 */
public record NetworkCopy(INDArray parameters, INDArray updater, int iterations, int epoch)
    implements AutoCloseable {

  public static NetworkCopy of(MultiLayerNetwork network) {
    INDArray state = StatePart.UPDATER.of(network);
    return new NetworkCopy(
        network.params().dup(),
        state == null ? null : state.dup(),
        network.getIterationCount(),
        network.getEpochCount());
  }

  /** From the heap; an empty updater's state is none. */
  public static NetworkCopy of(float[] parameters, float[] updater, int iterations, int epoch) {
    return new NetworkCopy(
        row(parameters), updater.length == 0 ? null : row(updater), iterations, epoch);
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }

  /** What is written: parameters, then the updater's state. */
  public List<Floats> floats() {
    return List.of(Floats.of(parameters), updater == null ? Floats.NONE : Floats.of(updater));
  }

  /** Makes a network of the same configuration go on from here. */
  public void restore(MultiLayerNetwork network) {
    network.params().assign(parameters.reshape(network.params().shape()));
    INDArray state = StatePart.UPDATER.of(network);
    if (state != null) {
      state.assign(updater.reshape(state.shape()));
    }
    network.setIterationCount(iterations);
    network.setEpochCount(epoch);
  }

  @Override
  public void close() {
    parameters.close();
    if (updater != null) {
      updater.close();
    }
  }
}
