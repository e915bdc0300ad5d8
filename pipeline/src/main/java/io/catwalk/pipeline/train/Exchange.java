package io.catwalk.pipeline.train;

import java.util.List;

/** Runs a round's job and brings the workers' average to the driver. */
interface Exchange {

  /**
   * @param average filled with the slices that are averaged
   * @return in the workers' order
   */
  List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average);
}
