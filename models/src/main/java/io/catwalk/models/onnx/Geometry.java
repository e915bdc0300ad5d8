package io.catwalk.models.onnx;

import io.catwalk.models.ImageShape;

/**
 * Which part of an image becomes which part of the target, reckoned by the graph from the image's
 * height and width as ingest reckons it.
 */
final class Geometry {

  /** A JPEG's cut lies on the grid of its smaller decodings, and every other image's with it. */
  private static final double[] GRIDS = {2, 4, 8};

  private static final double TWICE = 2;

  private final Arithmetic is;
  private final ImageShape shape;
  private final String height;
  private final String width;

  /**
   * @param height of the image: a scalar
   * @param width likewise
   */
  Geometry(Arithmetic is, ImageShape shape, String height, String width) {
    this.is = is;
    this.shape = shape;
    this.height = height;
    this.width = width;
  }

  /**
   * One axis, all scalars but the target.
   *
   * @param target pixels that the network takes
   * @param from first pixel of the image that is used
   * @param used number of those
   * @param scaled pixels that they become
   * @param free pixels of the target in front of them
   */
  record Axis(int target, String from, String used, String scaled, String free) {}

  /** Down and across. */
  record Axes(Axis down, Axis across) {}

  Axes of(Resizing resizing) {
    return switch (resizing) {
      case STRETCH -> new Axes(whole(shape.height(), height), whole(shape.width(), width));
      case CROP -> crop();
      case FIT -> fit(least());
      case PAD -> fit(is.least(is.of(1), least()));
    };
  }

  private Axis whole(int target, String length) {
    return new Axis(target, is.of(0), length, is.of(target), is.of(0));
  }

  private String least() {
    return is.least(ratio(shape.width(), width), ratio(shape.height(), height));
  }

  private String ratio(int target, String length) {
    return is.over(is.of(target), length);
  }

  private Axes fit(String scale) {
    return new Axes(fit(shape.height(), height, scale), fit(shape.width(), width, scale));
  }

  private Axis fit(int target, String length, String scale) {
    String scaled =
        is.largest(is.of(1), is.least(is.of(target), is.round(is.times(length, scale))));
    return new Axis(target, is.of(0), length, scaled, is.half(is.minus(is.of(target), scaled)));
  }

  private Axes crop() {
    String scale = is.largest(ratio(shape.width(), width), ratio(shape.height(), height));
    String usedHeight = is.least(height, is.over(is.of(shape.height()), scale));
    String usedWidth = is.least(width, is.over(is.of(shape.width()), scale));
    String grid = is.of(1);
    for (double next : GRIDS) {
      String high = is.isAtLeast(usedHeight, is.of(TWICE * shape.height() * next));
      String wide = is.isAtLeast(usedWidth, is.of(TWICE * shape.width() * next));
      grid = is.choose(is.both(high, wide), is.of(next), grid);
    }
    return new Axes(
        cut(shape.height(), height, usedHeight, grid), cut(shape.width(), width, usedWidth, grid));
  }

  private Axis cut(int target, String length, String used, String grid) {
    String rounded = is.round(used);
    String onGrid = is.largest(is.of(1), down(rounded, grid));
    String cut = is.choose(is.isAtLeast(rounded, length), length, onGrid);
    String from = down(is.half(is.minus(length, cut)), grid);
    return new Axis(target, from, cut, is.of(target), is.of(0));
  }

  private String down(String value, String grid) {
    return is.times(is.floor(is.over(value, grid)), grid);
  }
}
