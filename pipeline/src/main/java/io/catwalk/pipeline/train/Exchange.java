package io.catwalk.pipeline.train;

import java.util.List;

/** Runs a round's job and brings the workers' average to the driver. */
interface Exchange {

  /**
   * @param average filled with the slices that are averaged
   * @return in the workers' order
   */
  List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average);

  /** Whether workers take a state straight from the driver, without Spark. */
  default boolean stands() {
    return false;
  }

  /** Gives the executors free for other jobs. */
  default void rest() {}

  /** Ends what it holds. */
  default void close() {}
}
