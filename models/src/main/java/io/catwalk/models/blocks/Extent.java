package io.catwalk.models.blocks;

import io.catwalk.models.ImageShape;

/**
 * What flows between two layers for one image: feature maps, or a row of values.
 *
 * @param channels number of maps, or of values
 * @param height of a map; 1 for values
 * @param width of a map; 1 for values
 * @param flat whether it is a row of values
 */
public record Extent(int channels, int height, int width, boolean flat) {

  public static Extent of(ImageShape image) {
    return maps(image.channels(), image.height(), image.width());
  }

  static Extent maps(int channels, int height, int width) {
    return new Extent(channels, height, width, false);
  }

  static Extent values(int count) {
    return new Extent(count, 1, 1, true);
  }

  /**
   * @param wants what the caller does with maps, to begin the message with
   * @throws IllegalArgumentException when these are no maps
   */
  void expectMaps(String wants) {
    if (flat) {
      throw new IllegalArgumentException(
          wants + " expected feature maps, found the " + channels + " values of a flat layer");
    }
  }

  /**
   * Rows or columns that windows leave of {@code size}.
   *
   * @param reach of a window: its kernel, or more where it is dilated
   */
  static int windows(int size, int padding, int reach, int stride) {
    return size + 2 * padding < reach ? 0 : (size + 2 * padding - reach) / stride + 1;
  }

  /** As the textbook writes it: {@code 6@28×28}, or {@code 84} for values. */
  @Override
  public String toString() {
    return flat ? Integer.toString(channels) : channels + "@" + height + "×" + width;
  }
}
