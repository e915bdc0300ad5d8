package io.catwalk.pipeline.train.data;

import java.io.Serializable;

/**
 * Which examples one averaging round takes: by position in the epoch's order, the next {@code
 * frequency} minibatches of each worker.
 *
 * @param seed of the order
 * @param epoch 1-based
 * @param round 0-based, within the epoch
 * @param minibatch examples of one gradient step
 * @param frequency minibatches a worker and round
 * @param rate factor of scheduled learning rates, which a plateau lowers; above 0 to 1
 */
public record RoundPlan(long seed, int epoch, int round, int minibatch, int frequency, double rate)
    implements Serializable {

  /** With learning rates as they are scheduled. */
  public RoundPlan(long seed, int epoch, int round, int minibatch, int frequency) {
    this(seed, epoch, round, minibatch, frequency, 1);
  }

  /** First position of this round in a worker's order. */
  public int from(int size) {
    return (int) Math.min(size, (long) round * frequency * minibatch);
  }

  /** Position after the last one of this round. */
  public int to(int size) {
    return (int) Math.min(size, (round + 1L) * frequency * minibatch);
  }

  /** Seeds what is random while one worker trains this round: dropout. */
  public long randomSeed(int worker) {
    return SeedMix.of(seed, epoch, round, worker);
  }
}
