package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;

/**
 * Where each pixel of a moved image comes from: source = A × (target − shift) + start, one affine
 * map for crop, mirror, rotation and shift together.
 *
 * @param xx source columns a target column
 * @param xy source columns a target row
 * @param yx source rows a target column
 * @param yy source rows a target row
 * @param x source column of the target's first pixel
 * @param y source row of the target's first pixel
 * @param whole whether every pixel comes from just one other
 */
record Movement(double xx, double xy, double yx, double yy, double x, double y, boolean whole) {

  /**
   * An image turned about its middle, then shifted.
   *
   * @param xy source columns a target row
   * @param yx source rows a target column
   * @param right whole pixels
   * @param down whole pixels
   */
  static Movement about(
      ImageShape shape, double straight, double xy, double yx, int right, int down) {
    return new Movement(straight, xy, yx, straight, 0, 0, straight == 1 && xy == 0 && yx == 0)
        .about((shape.width() - 1) / 2.0, (shape.height() - 1) / 2.0, shape, right, down);
  }

  /**
   * The same, about another point of the source.
   *
   * @param column that comes to the middle of the target before it is shifted
   * @param row likewise
   */
  private Movement about(double column, double row, ImageShape shape, int right, int down) {
    // The first pixel's centre, seen from the middle of the target before it was shifted.
    double u = (1 - shape.width()) / 2.0 - right;
    double v = (1 - shape.height()) / 2.0 - down;
    return new Movement(xx, xy, yx, yy, column + xx * u + xy * v, row + yx * u + yy * v, whole);
  }

  static Movement draw(AugmentConfig config, ImageShape shape, Dice dice) {
    double width = 1;
    double height = 1;
    double left = 0;
    double top = 0;
    if (config.crop() < 1) {
      double area = dice.between(config.crop(), 1);
      double ratio = Math.sqrt(dice.ratio(config.aspect()));
      width = Math.min(1, Math.sqrt(area) * ratio);
      height = Math.min(1, Math.sqrt(area) / ratio);
      left = dice.between(0, 1 - width);
      top = dice.between(0, 1 - height);
    }
    boolean mirrored = config.flip() && dice.share() < 0.5;
    double angle =
        config.rotation() > 0
            ? Math.toRadians(dice.between(-config.rotation(), config.rotation()))
            : 0;
    int right = config.shift() > 0 ? dice.upTo(2 * config.shift()) - config.shift() : 0;
    int down = config.shift() > 0 ? dice.upTo(2 * config.shift()) - config.shift() : 0;

    double columns = mirrored ? -width : width;
    return new Movement(
            columns * Math.cos(angle),
            columns * Math.sin(angle),
            -height * Math.sin(angle),
            height * Math.cos(angle),
            0,
            0,
            config.crop() == 1 && config.rotation() == 0)
        .about(
            (left + width / 2) * shape.width() - 0.5,
            (top + height / 2) * shape.height() - 0.5,
            shape,
            right,
            down);
  }
}
