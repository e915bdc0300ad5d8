package io.catwalk.models.zoo;

import io.catwalk.models.ImageShape;

/** Refuses images of which a network's convolutions and poolings would leave nothing. */
final class SmallestInput {

  private SmallestInput() {}

  static void check(String model, ImageShape input, int smallest) {
    if (input.height() < smallest || input.width() < smallest) {
      throw new IllegalArgumentException(
          "%s expected an image of at least %d×%d, found %d×%d"
              .formatted(model, smallest, smallest, input.height(), input.width()));
    }
  }
}
