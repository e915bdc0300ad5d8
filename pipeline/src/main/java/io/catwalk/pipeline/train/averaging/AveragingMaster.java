package io.catwalk.pipeline.train.averaging;

import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.state.NetworkCopy;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Runs averaging rounds: workers train alone from the same parameters, then these are averaged. It
 * is the resident one unless {@code train.master} says {@code stock}.
 */
public sealed interface AveragingMaster extends AutoCloseable
    permits ResidentAveragingMaster, StockAveragingMaster {

  /**
   * One round: what it consumed and the mean loss, or NaN. Afterwards {@link #network} holds the
   * average.
   */
  RoundResult run(RoundPlan plan);

  /** The network on the driver, with parameters and updater state as of the last round. */
  MultiLayerNetwork network();

  /** State beside the network that must outlive a crash: the outer optimiser's; may be empty. */
  default float[] velocity() {
    return new float[0];
  }

  /** Goes on from what {@link #network} and {@link #velocity} were. */
  default void restore(NetworkCopy network, float[] velocity) {
    network.restore(network());
  }

  /** To be called before other jobs need the executors, which may wait for the next round. */
  default void rest() {}

  /**
   * To be called where an epoch ends and no other job needs the executors. Rests only after a loss
   * of workers, since Spark ends a job that has too many of them.
   */
  default void pause() {}

  /** From any thread: a round that fails from now on is not tried again. */
  default void abandon() {}

  @Override
  void close();

  /**
   * @param examples that all workers consumed
   * @param loss mean over the workers' last minibatches, NaN where it is not known
   * @param losses the same of each worker; empty where they are not known
   */
  record RoundResult(long examples, double loss, List<Double> losses) {

    RoundResult(long examples, double loss) {
      this(examples, loss, List.of());
    }
  }
}
