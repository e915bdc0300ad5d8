package io.catwalk.models.zoo;

import io.catwalk.models.ImageShape;

/**
 * The smallest image that leaves something after two 5×5 convolutions, each followed by halving.
 */
final class LeNetInput {

  private static final int SMALLEST = 16;

  private LeNetInput() {}

  static void check(String model, ImageShape input) {
    if (input.height() < SMALLEST || input.width() < SMALLEST) {
      throw new IllegalArgumentException(
          model
              + " expected an image of at least 16×16, found "
              + input.height()
              + "×"
              + input.width());
    }
  }
}
