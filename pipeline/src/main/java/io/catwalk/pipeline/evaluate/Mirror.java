package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;

/**
 * Mirrors images left to right.
 *
 * @param shape of every image
 */
record Mirror(ImageShape shape) {

  Example of(Example example) {
    byte[] pixels = example.pixels();
    byte[] mirrored = new byte[pixels.length];
    int width = shape.width();
    for (int row = 0; row < pixels.length; row += width) {
      for (int column = 0; column < width; column++) {
        mirrored[row + column] = pixels[row + width - 1 - column];
      }
    }
    return new Example(
        mirrored, example.label(), example.path(), example.sha256(), example.facts());
  }
}
