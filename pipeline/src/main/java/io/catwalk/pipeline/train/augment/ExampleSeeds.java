package io.catwalk.pipeline.train.augment;

import io.catwalk.pipeline.train.data.SeedMix;

/**
 * What is random about each example of a worker in one epoch. An example has the same number
 * however many workers there are, and so the same chance.
 *
 * @param seed of the training
 * @param epoch 1-based
 * @param worker 0-based
 * @param workers that examples were dealt to in turn
 */
public record ExampleSeeds(long seed, int epoch, int worker, int workers) {

  /** Where nothing is random. */
  public static final ExampleSeeds NONE = new ExampleSeeds(0, 0, 0, 1);

  /**
   * @param position of the example in the worker's hand
   */
  public long of(int position) {
    return SeedMix.of(seed, epoch, (long) position * workers + worker);
  }
}
