package io.catwalk.models.engine;

/** Labelled images as bytes, as the caller holds them. Positions count from 0. */
public interface ImageBytes {

  /** Number of images. */
  int size();

  /** Index of the class; -1 where it is not known. */
  int label(int position);

  /**
   * Copies one image: uint8, channel after channel, row after row.
   *
   * @param at position of the first byte in {@code into}
   */
  void copy(int position, byte[] into, int at);
}
