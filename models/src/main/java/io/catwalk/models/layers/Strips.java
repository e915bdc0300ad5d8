package io.catwalk.models.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cuts tall feature maps into strips of rows that pool by themselves, as more channels of lower
 * maps: the same bytes under another shape.
 *
 * <p>oneDNN pools maps of more than 2¹⁴ values a channel by a reference implementation that took 20
 * times as long a value as its generated code (1×16×220×220, AVX-512: 8.1 against 0.4 ns).
 */
final class Strips {

  /** Values of a strip: well below the bound, and in a first-level cache. */
  private static final long MOST_VALUES = 8192;

  private Strips() {}

  /** How many strips a channel should be cut into; 1 where it can't or need not be. */
  static int count(INDArray maps, Window window) {
    long height = maps.size(2);
    long width = maps.size(3);
    int rows = window.stride()[0];
    if (!separable(window) || height % rows != 0 || height * width <= MOST_VALUES) {
      return 1;
    }
    long windows = height / rows;
    for (int strips = 2; strips < windows; strips++) {
      if (windows % strips == 0 && height / strips * width <= MOST_VALUES) {
        return strips;
      }
    }
    return (int) windows;
  }

  /** Whether no window reaches into the rows of the next, or beyond the border. */
  private static boolean separable(Window window) {
    return !window.channelsLast()
        && !window.same()
        && !window.dilated()
        && window.padding()[0] == 0
        && window.kernel()[0] == window.stride()[0];
  }

  /** Maps [N, C, H, W] as [N, C · strips, H / strips, W]; a view. */
  static INDArray cut(INDArray maps, int strips) {
    return strips == 1
        ? maps
        : maps.reshape(
            'c', maps.size(0), maps.size(1) * strips, maps.size(2) / strips, maps.size(3));
  }
}
