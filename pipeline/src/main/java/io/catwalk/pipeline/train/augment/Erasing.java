package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;
import java.util.Arrays;

/**
 * Erases a rectangle of some images (Zhong, Zheng, Kang, Li, Yang, "Random erasing data
 * augmentation", AAAI 2020): it becomes 0, the mean of normalised pixels.
 *
 * @param config whose {@code erasing} is above 0
 */
record Erasing(AugmentConfig config, ImageShape shape) {

  private static final double LEAST_AREA = 0.02;
  private static final double LARGEST_RATIO = 3.3;

  /** Erases it from the image that begins at {@code at}, or leaves that alone. */
  void apply(float[] values, int at, Dice dice) {
    if (dice.share() >= config.erasing()) {
      return;
    }
    double least = Math.min(LEAST_AREA, config.erasingArea());
    double area = dice.between(least, config.erasingArea()) * shape.height() * shape.width();
    double ratio = dice.ratio(LARGEST_RATIO);
    int rows = side(Math.sqrt(area * ratio), shape.height());
    int columns = side(Math.sqrt(area / ratio), shape.width());
    int top = dice.upTo(shape.height() - rows);
    int left = dice.upTo(shape.width() - columns);
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = top; row < top + rows; row++) {
        int from = at + (channel * shape.height() + row) * shape.width() + left;
        Arrays.fill(values, from, from + columns, 0);
      }
    }
  }

  private static int side(double length, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(length)));
  }
}
