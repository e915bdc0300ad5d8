package io.catwalk.pipeline.train.worker;

import java.io.Serializable;

/**
 * What a worker tells of its part of a round, beside its network's state.
 *
 * @param worker 0-based
 * @param executor where it ran
 * @param examples consumed
 * @param lossSum of its minibatches' mean losses, each weighted by its examples
 * @param iterations of its network, in all
 */
public record WorkerReport(
    int worker, String executor, long examples, double lossSum, int iterations, WorkerTimes times)
    implements Serializable {

  public WorkerReport with(WorkerTimes times) {
    return new WorkerReport(worker, executor, examples, lossSum, iterations, times);
  }
}
