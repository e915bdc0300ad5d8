package io.catwalk.models;

/**
 * The size of one image as a network takes it.
 *
 * @param height rows, in pixels, at least 1
 * @param width columns, in pixels, at least 1
 * @param channels 1 (grey) or 3 (red, green, blue)
 */
public record ImageShape(int height, int width, int channels) implements java.io.Serializable {

  public ImageShape {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected height and width of at least 1, found " + height + "×" + width);
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("expected 1 or 3 channels, found " + channels);
    }
  }

  /** Number of values of one image: channels × height × width. */
  public int values() {
    return channels * height * width;
  }

  /** As the textbook writes it, for example {@code 1@32×32}. */
  @Override
  public String toString() {
    return channels + "@" + height + "×" + width;
  }
}
