package io.catwalk.pipeline.train.data;

import java.util.SplittableRandom;

/**
 * The order in which a worker sees its examples: new in each epoch, the same in every run of the
 * same seed.
 */
public final class EpochOrder {

  private EpochOrder() {}

  /**
   * A permutation of 0 to size - 1 by Fisher and Yates.
   *
   * @param epoch 1-based
   * @param worker 0-based
   */
  public static int[] of(long seed, int epoch, int worker, int size) {
    SplittableRandom random =
        new SplittableRandom(
            seed ^ (0x9E3779B97F4A7C15L * epoch) ^ (0xC2B2AE3D27D4EB4FL * (worker + 1)));
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
