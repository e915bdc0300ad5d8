package io.catwalk.pipeline.train.checkpoint;

import io.catwalk.pipeline.train.averaging.AveragingMaster;

/**
 * How far a training is.
 *
 * @param epoch that comes next or is under way, 1-based
 * @param round of it that comes next, 0-based
 * @param done examples that its rounds have consumed
 * @param lossSum of its rounds' losses, each weighted by its examples
 * @param seconds that its rounds took
 */
public record Position(int epoch, int round, long done, double lossSum, double seconds) {

  public static final Position START = startOf(1);

  public static Position startOf(int epoch) {
    return new Position(epoch, 0, 0, 0, 0);
  }

  public Position after(AveragingMaster.RoundResult result, double took) {
    return new Position(
        epoch,
        round + 1,
        done + result.examples(),
        lossSum + result.loss() * result.examples(),
        seconds + took);
  }
}
