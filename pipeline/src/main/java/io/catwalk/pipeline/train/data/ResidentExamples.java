package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import java.io.Serializable;

/**
 * All examples that one worker trains on: what stays on the executor between rounds. Images are
 * {@link ResidentPixels}; what frozen layers made of them, and a caller's own floats, other kinds.
 * Positions count from 0.
 */
public interface ResidentExamples extends Serializable {

  int size();

  /** Index of the class, or -1 where it is not known. */
  int label(int position);

  /** What each counts in loss and gradient. */
  default ExampleWeights weights() {
    return ExampleWeights.EQUAL;
  }

  /** What a network should answer in place of the labels. */
  default SoftTargets softTargets() {
    return SoftTargets.NONE;
  }

  /**
   * Tells that these are read next, one after the other, so that a slow disk can begin.
   *
   * @param order positions of examples
   * @param from index of the first in the order
   * @param to index behind the last
   */
  default void willRead(int[] order, int from, int to) {}

  /**
   * Writes an example's values, channel after channel, without a copy between.
   *
   * @param scale what bytes become; values that are floats already stay as they are
   * @param at position of the first value in {@code into}
   */
  void features(int position, PixelScale scale, float[] into, int at);

  /**
   * Writes what the network should answer, one number a class.
   *
   * @param at position of the first class in {@code into}, which holds zeros
   */
  default void target(int position, float[] into, int at) {
    int label = label(position);
    if (softTargets().present()) {
      softTargets().write(position, into, at);
    } else if (label >= 0) {
      into[at + label] = 1;
    }
  }
}
