package io.catwalk.pipeline.train.augment;

import java.util.Arrays;

/**
 * Mixes each image of a minibatch with the next one, and their targets in the same shares (Zhang,
 * Cisse, Dauphin, Lopez-Paz, "mixup: Beyond empirical risk minimization", ICLR 2018).
 *
 * @param alpha of the Beta(α, α) distribution of the shares, above 0 to 1
 */
public record Mixup(double alpha) {

  /** Sets the dice of mixing apart from those of moving and colouring. */
  private static final long SALT = 0x6D69787570L;

  /**
   * Mixes in place; a minibatch of one stays as it is.
   *
   * @param seeds of the examples, one each
   * @param features images one after the other
   * @param targets of them, as many numbers each
   */
  public void apply(long[] seeds, float[] features, float[] targets) {
    int size = seeds.length;
    if (size < 2) {
      return;
    }
    int values = features.length / size;
    int classes = targets.length / size;
    // The last one is mixed with the first as that was.
    float[] firstFeatures = Arrays.copyOf(features, values);
    float[] firstTarget = Arrays.copyOf(targets, classes);
    Dice dice = new Dice();
    for (int i = 0; i < size; i++) {
      double drawn = dice.begin(seeds[i] ^ SALT).beta(alpha);
      // The image itself keeps the larger part: what comes of two is the same either way.
      float kept = (float) Math.max(drawn, 1 - drawn);
      boolean last = i == size - 1;
      blend(
          features,
          i * values,
          last ? firstFeatures : features,
          last ? 0 : (i + 1) * values,
          values,
          kept);
      blend(
          targets,
          i * classes,
          last ? firstTarget : targets,
          last ? 0 : (i + 1) * classes,
          classes,
          kept);
    }
  }

  private static void blend(float[] into, int at, float[] other, int from, int length, float kept) {
    float rest = 1 - kept;
    for (int i = 0; i < length; i++) {
      into[at + i] = kept * into[at + i] + rest * other[from + i];
    }
  }
}
