package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.worker.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Runs a round and brings the workers' average to the driver. */
public interface Exchange {

  /** What the next round starts from, in the way in which workers will get it. */
  StartState prepare(MultiLayerNetwork network);

  /**
   * @param start as {@link #prepare} made it
   * @param average filled with the slices that are averaged
   * @return in the workers' order
   */
  List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average);

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
