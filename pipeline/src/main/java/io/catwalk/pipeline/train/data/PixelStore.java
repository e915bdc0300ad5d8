package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import java.io.Serializable;
import java.util.stream.LongStream;

/** The bytes of a worker's images, one after the other. They do not change. */
interface PixelStore extends Serializable {

  /**
   * Copies bytes. Several threads may do so at once.
   *
   * @param from of the first, 0-based
   * @param at position of the first in {@code into}
   */
  void copy(long from, byte[] into, int at, int length);

  /**
   * Tells what is read next.
   *
   * @param starts of images, 0-based
   * @param length of each
   */
  default void willRead(LongStream starts, int length) {}

  /**
   * Makes numbers of bytes. Several threads may do so at once.
   *
   * @param from of the first, 0-based
   * @param length those of an image
   * @param at position of the first number in {@code into}
   */
  void scale(long from, int length, PixelScale scale, float[] into, int at);
}
