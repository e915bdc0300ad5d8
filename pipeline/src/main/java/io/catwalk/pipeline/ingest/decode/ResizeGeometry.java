package io.catwalk.pipeline.ingest.decode;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;

/**
 * Which part of an image goes where: a rectangle of the source, scaled to a rectangle of the
 * target. All in pixels, 0-based; what the target rectangle leaves free is black.
 *
 * @param x left column of the part that is used
 * @param y its top row
 * @param width its columns
 * @param height its rows
 * @param scaledWidth columns that it becomes
 * @param scaledHeight rows that it becomes
 * @param left column of the target where it starts
 * @param top row of the target where it starts
 */
record ResizeGeometry(
    int x, int y, int width, int height, int scaledWidth, int scaledHeight, int left, int top) {

  private static final double TWICE = 2;

  static ResizeGeometry of(int width, int height, ImageShape shape, ResizeMode mode) {
    return switch (mode) {
      case STRETCH -> new ResizeGeometry(0, 0, width, height, shape.width(), shape.height(), 0, 0);
      case CROP -> crop(width, height, shape);
      case FIT -> fit(width, height, shape, Double.MAX_VALUE);
      case PAD -> fit(width, height, shape, 1);
    };
  }

  /**
   * The cut lies on the pixel grid of the smaller decoding, so that it is the same at every scale.
   */
  private static ResizeGeometry crop(int width, int height, ImageShape shape) {
    double scale = Math.max((double) shape.width() / width, (double) shape.height() / height);
    double usedWidth = Math.min(width, shape.width() / scale);
    double usedHeight = Math.min(height, shape.height() / scale);
    int grid = reduction(usedWidth, usedHeight, shape.width(), shape.height(), TWICE);
    int cutWidth = length(usedWidth, width, grid);
    int cutHeight = length(usedHeight, height, grid);
    return new ResizeGeometry(
        (width - cutWidth) / 2 / grid * grid,
        (height - cutHeight) / 2 / grid * grid,
        cutWidth,
        cutHeight,
        shape.width(),
        shape.height(),
        0,
        0);
  }

  private static int length(double used, int full, int grid) {
    int rounded = (int) Math.round(used);
    return rounded >= full ? full : Math.max(1, rounded / grid * grid);
  }

  private static ResizeGeometry fit(int width, int height, ImageShape shape, double most) {
    double scale =
        Math.min(most, Math.min((double) shape.width() / width, (double) shape.height() / height));
    int scaledWidth = scaled(width, scale, shape.width());
    int scaledHeight = scaled(height, scale, shape.height());
    return new ResizeGeometry(
        0,
        0,
        width,
        height,
        scaledWidth,
        scaledHeight,
        (shape.width() - scaledWidth) / 2,
        (shape.height() - scaledHeight) / 2);
  }

  private static int scaled(int length, double scale, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(length * scale)));
  }

  /**
   * The largest of 1, 2, 4, 8 by which a JPEG may be decoded smaller and still be at least twice
   * the target both ways, as averaging whole pixels needs.
   */
  int reduction() {
    return reduction(width, height, scaledWidth, scaledHeight, TWICE);
  }

  /** The same for a resizer that averages parts of pixels as well: at least the target itself. */
  int fineReduction() {
    return reduction(width, height, scaledWidth, scaledHeight, 1);
  }

  private static int reduction(
      double width, double height, int scaledWidth, int scaledHeight, double least) {
    int reduction = 8;
    while (reduction > 1
        && (width < least * scaledWidth * reduction || height < least * scaledHeight * reduction)) {
      reduction /= 2;
    }
    return reduction;
  }
}
