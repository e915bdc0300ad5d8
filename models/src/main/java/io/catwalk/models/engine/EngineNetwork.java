package io.catwalk.models.engine;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network whose training steps and outputs the engine computes on this machine's processor: what
 * {@link MultiLayerNetwork#fit} and {@link MultiLayerNetwork#output} do, many times as fast. For
 * one thread. The state is the engine's until {@link #close} gives it back to the network.
 *
 * <pre>{@code
 * try (EngineNetwork engine = EngineNetwork.of(network, new ImageShape(28, 28, 1), 64, 42)) {
 *   for (DataSet minibatch : minibatches) {
 *     loss = engine.fit(minibatch.getFeatures(), minibatch.getLabels());
 *   }
 * }
 * }</pre>
 */
public final class EngineNetwork implements AutoCloseable {

  private final MultiLayerNetwork network;
  private final Session session;
  private Progress progress;

  private EngineNetwork(MultiLayerNetwork network, Session session, long seed) {
    this.network = network;
    this.session = session;
    progress = Progress.of(network.getIterationCount(), network.getEpochCount(), seed);
    session.write(State.of(network));
  }

  /**
   * @param image one example
   * @param minibatch the most examples at once
   * @param seed of dropout
   * @throws UnsupportedNetworkException naming the layer that the engine cannot compute
   */
  public static EngineNetwork of(
      MultiLayerNetwork network, ImageShape image, int minibatch, long seed) {
    Plan plan = Plan.of(network.getLayerWiseConfigurations(), Extent.of(image));
    return new EngineNetwork(network, Device.named("cpu").open(plan, minibatch), seed);
  }

  /**
   * One gradient step.
   *
   * @param images [n, channels, height, width]
   * @param labels [n, classes]
   * @return the mean loss before it
   */
  public double fit(INDArray images, INDArray labels) {
    double loss = session.step(Session.inOrder(images), Session.inOrder(labels), progress);
    progress = progress.plus(1);
    return loss;
  }

  /** Probabilities [n, classes] of images [n, channels, height, width], as after training. */
  public INDArray output(INDArray images) {
    INDArray rows =
        Nd4j.createUninitialized(DataType.FLOAT, images.size(0), session.plan().resultValues());
    session.infer(Session.inOrder(images), rows);
    return rows;
  }

  /** Gives the state back to the network. */
  @Override
  public void close() {
    try (session) {
      session.read(State.of(network));
      network.setIterationCount(progress.iteration());
    }
  }
}
