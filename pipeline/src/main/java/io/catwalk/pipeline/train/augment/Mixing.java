package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;
import java.util.Arrays;

/**
 * Mixes each image of a minibatch with the next one, and their targets in the same shares: all
 * pixels (Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: Beyond empirical risk minimization", ICLR
 * 2018), or a rectangle (Yun, Han, Oh, Chun, Choe, Yoo, "CutMix: Regularization strategy to train
 * strong classifiers with localizable features", ICCV 2019). Where both are asked for, each image
 * gets one of them, as likely either.
 *
 * @param config that {@link AugmentConfig#mixes}
 * @param shape of the images
 */
public record Mixing(AugmentConfig config, ImageShape shape) {

  /** They set the dice of mixing apart from those of moving and colouring. */
  private static final long MIXUP = 0x6D69787570L;

  private static final long CUTMIX = 0x6375746D6978L;

  /**
   * Mixes in place; a minibatch of one stays as it is.
   *
   * @param seeds of the examples, one each
   * @param features images one after the other, channels × height × width each
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
      boolean last = i == size - 1;
      float[] other = last ? firstFeatures : features;
      int from = last ? 0 : (i + 1) * values;
      dice.begin(seeds[i] ^ CUTMIX);
      float kept =
          cuts(dice)
              ? paste(features, i * values, other, from, dice)
              : blend(features, i * values, other, from, dice.begin(seeds[i] ^ MIXUP));
      add(
          targets,
          i * classes,
          last ? firstTarget : targets,
          last ? 0 : (i + 1) * classes,
          classes,
          kept);
    }
  }

  private boolean cuts(Dice dice) {
    return config.cutmix() > 0 && (config.mixup() == 0 || dice.share() < 0.5);
  }

  private float blend(float[] into, int at, float[] other, int from, Dice dice) {
    double drawn = dice.beta(config.mixup());
    // The image itself keeps the larger part: what comes of two is the same either way.
    float kept = (float) Math.max(drawn, 1 - drawn);
    add(into, at, other, from, shape.values(), kept);
    return kept;
  }

  /**
   * The rectangle has the image's proportions and its middle anywhere; what would lie outside of
   * the image is cut off, and does not count.
   *
   * @return the share of the area that stays
   */
  private float paste(float[] into, int at, float[] other, int from, Dice dice) {
    double side = Math.sqrt(1 - dice.beta(config.cutmix()));
    int rows = (int) Math.round(side * shape.height());
    int columns = (int) Math.round(side * shape.width());
    int middle = dice.upTo(shape.height() - 1);
    int centre = dice.upTo(shape.width() - 1);
    int top = Math.max(0, middle - rows / 2);
    int bottom = Math.min(shape.height(), middle - rows / 2 + rows);
    int left = Math.max(0, centre - columns / 2);
    int right = Math.min(shape.width(), centre - columns / 2 + columns);
    if (bottom <= top || right <= left) {
      return 1;
    }
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = top; row < bottom; row++) {
        int start = (channel * shape.height() + row) * shape.width() + left;
        System.arraycopy(other, from + start, into, at + start, right - left);
      }
    }
    double cut = (double) (bottom - top) * (right - left);
    return (float) (1 - cut / (shape.height() * shape.width()));
  }

  private static void add(float[] into, int at, float[] other, int from, int length, float kept) {
    float rest = 1 - kept;
    for (int i = 0; i < length; i++) {
      into[at + i] = kept * into[at + i] + rest * other[from + i];
    }
  }
}
