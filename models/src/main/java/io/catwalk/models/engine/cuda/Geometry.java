package io.catwalk.models.engine.cuda;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Window;

/**
 * The shapes of a convolution, or of a dense layer as one of 1×1 maps.
 *
 * @param from what comes in, of one image
 * @param to what comes out, before pooling
 * @param window how the kernel slides
 */
record Geometry(Extent from, Extent to, Window window) {

  private static final Window POINT = new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1);

  static Geometry dense(int in, int out) {
    return new Geometry(new Extent(in, 1, 1, true), new Extent(out, 1, 1, true), POINT);
  }

  /** Weights of one channel of a filter. */
  int area() {
    return window.height() * window.width();
  }

  /** Weights of a filter. */
  int weights() {
    return from.channels() * area();
  }

  /** As the structure {@code Product} has them. */
  int[] numbers() {
    return new int[] {
      from.channels(),
      from.height(),
      from.width(),
      to.channels(),
      to.height(),
      to.width(),
      area(),
      window.rowStride(),
      window.columnStride(),
      window.top(),
      window.left()
    };
  }

  /** For each weight of a filter: where its number lies from the window's first, row and column. */
  int[] taps() {
    int[] taps = new int[2 * weights()];
    for (int i = 0; i < weights(); i++) {
      int row = i % area() / window.width() * window.rowDilation();
      int column = i % window.width() * window.columnDilation();
      taps[2 * i] = (i / area() * from.height() + row) * from.width() + column;
      taps[2 * i + 1] = row << 16 | column;
    }
    return taps;
  }

  /** For each (filter, row, column) of a window: the filter, row and column. */
  int[] backwardTaps() {
    int[] taps = new int[2 * to.channels() * area()];
    for (int i = 0; i < taps.length / 2; i++) {
      int row = i % area() / window.width() * window.rowDilation();
      int column = i % window.width() * window.columnDilation();
      taps[2 * i] = i / area();
      taps[2 * i + 1] = row << 16 | column;
    }
    return taps;
  }
}
