package io.catwalk.models.onnx;

import io.catwalk.models.onnx.Geometry.Axis;

/**
 * What each pixel of an image counts in each pixel of the target along one axis, so that resizing
 * is a product of matrices: the share of the pixel that lies in the target's where the image
 * shrinks, linear interpolation between pixels' centres where it grows (OpenCV's INTER_AREA and
 * INTER_LINEAR), and nothing where the target stays black.
 */
final class AxisWeights {

  private final Arithmetic is;
  private final Nodes nodes;

  AxisWeights(Arithmetic is, Nodes nodes) {
    this.is = is;
    this.nodes = nodes;
  }

  /**
   * @param pixels of the image: a row of 0 to its length − 1
   * @return [target, length]
   */
  String of(Axis axis, String pixels) {
    String step = is.over(axis.used(), axis.scaled());
    String position = is.minus(nodes.counted(axis.target()), axis.free());
    String pixel = is.minus(pixels, axis.from());
    String weights =
        is.choose(
            is.isBelow(axis.scaled(), axis.used()),
            share(position, step, pixel),
            interpolation(position, step, pixel, axis.used()));
    String inside = is.both(is.isAtLeast(position, is.of(0)), is.isBelow(position, axis.scaled()));
    return is.toFloat(is.choose(inside, weights, is.of(0)));
  }

  private String share(String position, String step, String pixel) {
    String begin = is.times(position, step);
    String end = is.least(is.plus(begin, step), is.plus(pixel, is.of(1)));
    String overlap = is.minus(end, is.largest(begin, pixel));
    return is.over(is.largest(is.of(0), overlap), step);
  }

  private String interpolation(String position, String step, String pixel, String used) {
    String centre = is.minus(is.times(is.plus(position, is.of(0.5)), step), is.of(0.5));
    String held = is.least(is.largest(centre, is.of(0)), is.minus(used, is.of(1)));
    return is.largest(is.of(0), is.minus(is.of(1), is.absolute(is.minus(held, pixel))));
  }
}
