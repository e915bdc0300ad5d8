package io.catwalk.pipeline.train.worker;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.UnsupportedNetworkException;
import io.catwalk.models.learning.Clipping;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.train.data.Extraction;
import io.catwalk.pipeline.train.data.ResidentExamples;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps of a network by the engine. Between {@link #begin} and {@link #end} the state is the
 * engine's, else the network's, which is all that anybody else knows.
 */
public final class EngineSteps implements AutoCloseable {

  /** Between two looks at whether the task is still wanted. */
  private static final int STEPS = 100;

  private final String place;
  private final Device device;
  private final Clipping clipping;
  private final Session session;
  private final DeviceExamples examples;
  private Progress progress = Progress.of(0, 0, 0);

  /**
   * @param place where the device is, the same text for the same one
   * @param network as it is configured, learning rates unreduced
   * @param input what one example is to it
   * @param minibatch the most examples of a step
   */
  EngineSteps(
      String place,
      Device device,
      MultiLayerConfiguration network,
      Extent input,
      Clipping clipping,
      int minibatch) {
    this.place = place;
    this.device = device;
    this.clipping = clipping;
    try {
      this.session = device.open(Plan.of(network, input, clipping), minibatch);
    } catch (DeviceException e) {
      throw CatwalkException.cluster(e.getMessage(), e);
    }
    this.examples = new DeviceExamples(session);
  }

  /**
   * Refuses what the engine cannot train, before any worker tries.
   *
   * @throws CatwalkException (usage) naming the layer
   */
  public static void check(ComputeConfig compute, MultiLayerConfiguration network, Extent input) {
    try {
      Device.named(compute.device()).check(Plan.of(network, input));
    } catch (UnsupportedNetworkException | DeviceException e) {
      throw CatwalkException.usage(
          (compute.gpu() ? "train.accelerator = gpu" : "train.layers = engine")
              + " cannot train this network, "
              + e.getMessage()
              + "; expected "
              + (compute.gpu() ? "train.accelerator = cpu and " : "")
              + "train.layers = stock");
    }
  }

  /** The engine, or Deeplearning4j's layers where the engine cannot compute this network. */
  public static ComputeConfig suiting(MultiLayerConfiguration network, Extent input) {
    try {
      Device.named(ComputeConfig.ENGINE.device()).check(Plan.of(network, input));
      return ComputeConfig.ENGINE;
    } catch (UnsupportedNetworkException | DeviceException e) {
      return ComputeConfig.STOCK;
    }
  }

  /** What one example is to a network that is trained. */
  public static Extent input(ImageShape image, Extraction extraction) {
    if (extraction.isNone()) {
      return Extent.of(image);
    }
    long[] shape = extraction.shape();
    return shape.length == 1
        ? new Extent((int) shape[0], 1, 1, true)
        : new Extent((int) shape[0], (int) shape[1], (int) shape[2], false);
  }

  /** Whether they are computed there, clip so and take so many examples. */
  boolean suit(String wanted, Clipping clip, int minibatch) {
    return place.equals(wanted) && clipping.equals(clip) && minibatch <= session.minibatch();
  }

  /** Whether they have these examples on their device. */
  boolean hold(ResidentExamples wanted) {
    return examples.hold(wanted);
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
    double loss = session.step(Session.inOrder(input), labels, progress);
    progress = progress.plus(1);
    return loss;
  }

  /**
   * Steps over a range whose examples the device keeps.
   *
   * @param preparation of its images
   * @param before asked before each few steps, so that it may end them by an exception
   * @return the sum of losses, each example's; empty, and nothing done, where the device keeps none
   *     or has no room for these
   */
  Optional<Double> fit(MinibatchFeed.Range range, Preparation preparation, Runnable before) {
    if (!device.keepsExamples() || !examples.load(range, preparation)) {
      return Optional.empty();
    }
    double sum = 0;
    int together = STEPS * range.minibatch();
    for (int from = range.from(); from < range.to(); from += together) {
      before.run();
      int to = Math.min(range.to(), from + together);
      double[] losses = examples.fit(range, from, to, progress);
      for (int i = 0; i < losses.length; i++) {
        sum += losses[i] * Math.min(range.minibatch(), to - from - i * range.minibatch());
      }
      progress = progress.plus(losses.length);
    }
    return Optional.of(sum);
  }

  /** Probabilities [n, classes], as after training. */
  void infer(INDArray input, INDArray into) {
    session.infer(Session.inOrder(input), into);
  }

  /** Gives the state back to the network. */
  void end(MultiLayerNetwork network) {
    session.read(State.of(network));
    network.setIterationCount(progress.iteration());
  }

  @Override
  public void close() {
    examples.close();
    session.close();
  }
}
