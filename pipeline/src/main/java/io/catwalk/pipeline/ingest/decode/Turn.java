package io.catwalk.pipeline.ingest.decode;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How a stored image lies against the upright one.
 *
 * @param swapped rows became columns
 * @param right stored columns run against the upright axis
 * @param down stored rows run against the upright axis
 */
record Turn(boolean swapped, boolean right, boolean down) {

  /**
   * @param orientation 1 to 8 as in EXIF's tag 0x0112
   */
  static Turn of(int orientation) {
    return new Turn(
        orientation >= 5,
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8,
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7);
  }

  /** Turns a whole stored image upright, in place. */
  void apply(Mat image) {
    if (swapped) {
      opencv_core.transpose(image, image);
    }
    // Once the axes are swapped, what ran against the stored columns runs against the rows.
    boolean mirrored = swapped ? down : right;
    boolean upsideDown = swapped ? right : down;
    if (mirrored || upsideDown) {
      opencv_core.flip(image, image, mirrored && upsideDown ? -1 : mirrored ? 1 : 0);
    }
  }

  /** Stored column of an upright place in an image of so many stored columns. */
  int column(int x, int y, int columns) {
    int along = swapped ? y : x;
    return right ? columns - 1 - along : along;
  }

  /** Stored row of an upright place in an image of so many stored rows. */
  int row(int x, int y, int rows) {
    int along = swapped ? x : y;
    return down ? rows - 1 - along : along;
  }
}
