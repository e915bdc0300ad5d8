package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.UnsupportedNetworkException;
import io.catwalk.models.learning.Clipping;
import io.catwalk.pipeline.CatwalkException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps of a network by the engine. Between {@link #begin} and {@link #end} the state is the
 * engine's, else the network's, which is all that anybody else knows.
 */
final class EngineSteps implements AutoCloseable {

  private final Clipping clipping;
  private final Session session;
  private Progress progress = Progress.of(0, 0, 0);

  /**
   * @param device of the engine, by name
   * @param network as it is configured, learning rates unreduced
   * @param input what one example is to it
   * @param minibatch the most examples of a step
   */
  EngineSteps(
      String device,
      MultiLayerConfiguration network,
      Extent input,
      Clipping clipping,
      int minibatch) {
    this.clipping = clipping;
    this.session = Device.named(device).open(Plan.of(network, input, clipping), minibatch);
  }

  /**
   * Refuses what the engine cannot train, before any worker tries.
   *
   * @throws CatwalkException (usage) naming the layer
   */
  static void check(MultiLayerConfiguration network, Extent input) {
    try {
      Plan.of(network, input);
    } catch (UnsupportedNetworkException e) {
      throw CatwalkException.usage(
          "train.layers = engine cannot train this network, "
              + e.getMessage()
              + "; expected train.layers = native");
    }
  }

  /** What one example is to a network that is trained. */
  static Extent input(ImageShape image, Extraction extraction) {
    if (extraction == null) {
      return Extent.of(image);
    }
    long[] shape = extraction.shape();
    return shape.length == 1
        ? new Extent((int) shape[0], 1, 1, true)
        : new Extent((int) shape[0], (int) shape[1], (int) shape[2], false);
  }

  /** Whether they clip so and take so many examples. */
  boolean suit(Clipping wanted, int minibatch) {
    return clipping.equals(wanted) && minibatch <= session.minibatch();
  }

  /**
   * Takes the state over from the network.
   *
   * @param seed of dropout
   * @param reduction of learning rates that have a schedule
   */
  void begin(MultiLayerNetwork network, long seed, double reduction) {
    session.write(State.of(network));
    progress = new Progress(network.getIterationCount(), network.getEpochCount(), seed, reduction);
  }

  /** One gradient step; returns the mean loss before it. */
  double fit(INDArray input, INDArray labels) {
    double loss = session.step(input.ordering() == 'c' ? input : input.dup('c'), labels, progress);
    progress = progress.plus(1);
    return loss;
  }

  /** Gives the state back to the network. */
  void end(MultiLayerNetwork network) {
    session.read(State.of(network));
    network.setIterationCount(progress.iteration());
  }

  @Override
  public void close() {
    session.close();
  }
}
