package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Runs a round and brings the workers' average to the driver. */
public interface Exchange {

  /**
   * A round that every worker has finished.
   *
   * @param reports in the workers' order
   * @param preparation nanoseconds before the first worker was asked
   */
  record Round(List<WorkerReport> reports, long preparation) {}

  /**
   * @param network whose state every worker starts from; it stays as it is
   * @param average filled with the slices that are averaged
   */
  Round round(WorkerTask task, MultiLayerNetwork network, AveragedState average);

  /** Whether workers take a state straight from the driver, without Spark. */
  default boolean stands() {
    return false;
  }

  /** Whether a worker was lost since the last rest. */
  default boolean lostWorkers() {
    return false;
  }

  /** From any thread: a round that fails from now on is not tried again. */
  default void abandon() {}

  /** Gives the executors free for other jobs. */
  default void rest() {}

  /** Ends what it holds. */
  default void close() {}
}
