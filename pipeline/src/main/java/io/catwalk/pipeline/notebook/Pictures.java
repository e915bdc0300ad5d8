package io.catwalk.pipeline.notebook;

import io.catwalk.models.ImageShape;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** Pictures out of numbers, one pixel a number. */
public final class Pictures {

  private Pictures() {}

  /**
   * An image as the ingest stores it.
   *
   * @param pixels uint8, channels × height × width
   */
  public static BufferedImage ofPixels(byte[] pixels, ImageShape shape) {
    if (pixels.length != shape.values()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %d values for %s, found %d",
              shape.values(),
              shape,
              pixels.length));
    }
    BufferedImage image = empty(shape.width(), shape.height());
    int plane = shape.height() * shape.width();
    int second = shape.channels() == 1 ? 0 : plane;
    for (int at = 0; at < plane; at++) {
      int red = pixels[at] & 0xff;
      int green = pixels[at + second] & 0xff;
      int blue = pixels[at + 2 * second] & 0xff;
      image.setRGB(at % shape.width(), at / shape.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** Every pixel becomes a square of this many. */
  public static BufferedImage enlarged(BufferedImage picture, int times) {
    BufferedImage large = empty(picture.getWidth() * times, picture.getHeight() * times);
    Graphics2D graphics = large.createGraphics();
    graphics.drawImage(picture, 0, 0, large.getWidth(), large.getHeight(), null);
    graphics.dispose();
    return large;
  }

  private static BufferedImage empty(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }
}
