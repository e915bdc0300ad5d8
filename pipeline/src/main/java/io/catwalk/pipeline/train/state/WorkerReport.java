package io.catwalk.pipeline.train.state;

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

  /**
   * What a worker spent its part of a round on, in nanoseconds of its own clock.
   *
   * @param receive waiting for the state to start from
   * @param restore putting it into the network
   * @param compute training
   * @param read taking the network's state out again
   */
  public record WorkerTimes(long receive, long restore, long compute, long read)
      implements Serializable {

    public long total() {
      return receive + restore + compute + read;
    }

    public WorkerTimes withRead(long read) {
      return new WorkerTimes(receive, restore, compute, read);
    }
  }
}
