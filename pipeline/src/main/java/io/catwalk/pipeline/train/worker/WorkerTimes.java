package io.catwalk.pipeline.train.worker;

import java.io.Serializable;

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
