package io.catwalk.pipeline.config;

/**
 * How workers' networks become one ({@code train.averaging-frequency}, {@code train.averaging.*}).
 *
 * @param frequency minibatches that each worker fits between two averagings, at least 1
 * @param firstFrequency the same in the first epoch; it doubles each epoch up to {@code frequency}.
 *     0: {@code frequency} from the start
 * @param parameters whether the workers' parameters are averaged; if not, the first worker's are
 *     taken
 * @param updater whether the updater's state is averaged; if not, it starts from zero in each round
 * @param outer what makes the next parameters out of the average
 * @param compression of the workers' states on their way to the average: none, fp16 or delta
 * @param storage where executors keep their examples: memory, memory-and-disk or disk
 */
public record AveragingConfig(
    int frequency,
    int firstFrequency,
    boolean parameters,
    boolean updater,
    OuterConfig outer,
    String compression,
    String storage) {

  /** Plain averaging of everything. */
  public static AveragingConfig every(int frequency) {
    return new AveragingConfig(
        frequency, 0, true, true, OuterConfig.AVERAGE, "none", "memory-and-disk");
  }

  /** The same with another frequency in the first epoch. */
  public AveragingConfig startingWith(int frequencyAtFirst) {
    return new AveragingConfig(
        frequency, frequencyAtFirst, parameters, updater, outer, compression, storage);
  }

  /**
   * Minibatches between two averagings of an epoch.
   *
   * @param epoch 1-based
   */
  public int frequency(int epoch) {
    if (firstFrequency == 0) {
      return frequency;
    }
    // A shift by more than 31 would wrap around.
    long grown = (long) firstFrequency << Math.min(epoch - 1, 31);
    return (int) Math.min(frequency, grown);
  }

  /**
   * Rounds of an epoch: the worker with the largest share sets the pace.
   *
   * @param examples of all workers together
   * @param epoch 1-based
   */
  public int rounds(long examples, int workers, int minibatch, int epoch) {
    long share = (examples + workers - 1) / workers;
    long perRound = (long) minibatch * frequency(epoch);
    return Math.toIntExact((share + perRound - 1) / perRound);
  }

  /**
   * The outer optimiser, which makes the next parameters out of the workers' average ({@code
   * train.outer*}).
   *
   * @param method what it does
   * @param learningRate of nesterov, above 0
   * @param momentum of nesterov, 0 to below 1
   */
  public record OuterConfig(Method method, double learningRate, double momentum) {

    /** The average itself. */
    public static final OuterConfig AVERAGE = new OuterConfig(Method.AVERAGE, 0.7, 0.9);

    /** What makes the next parameters. */
    public enum Method {
      AVERAGE,
      /** The change of the average is a gradient, which Nesterov momentum follows. */
      NESTEROV
    }
  }
}
