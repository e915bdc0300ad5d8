package io.catwalk.pipeline.explain;

import io.catwalk.models.ImageShape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.Serializable;

/**
 * A small picture of an example, as the network saw it.
 *
 * @param file PNG, or JPEG where that is much smaller
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Thumbnail(int width, int height, byte[] file) implements Serializable {

  /** Longer sides are shrunk to this. */
  private static final int LONGEST = 64;

  /** Above this a picture is a photo, which JPEG stores in a fraction. */
  private static final int LARGE = 2000;

  /**
   * @param pixels uint8, CHW
   */
  public static Thumbnail of(byte[] pixels, ImageShape shape) {
    BufferedImage image = shrunk(image(pixels, shape));
    byte[] png = ImageFiles.png(image);
    return new Thumbnail(
        image.getWidth(), image.getHeight(), png.length <= LARGE ? png : ImageFiles.jpeg(image));
  }

  /** In its own size. */
  static BufferedImage image(byte[] pixels, ImageShape shape) {
    boolean grey = shape.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int plane = shape.height() * shape.width();
    int[] values = new int[shape.channels()];
    for (int at = 0; at < plane; at++) {
      for (int channel = 0; channel < values.length; channel++) {
        values[channel] = pixels[channel * plane + at] & 0xff;
      }
      // Into the raster as it is: setRGB would convert between colour spaces.
      image.getRaster().setPixel(at % shape.width(), at / shape.width(), values);
    }
    return image;
  }

  private static BufferedImage shrunk(BufferedImage image) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    if (longest <= LONGEST) {
      return image;
    }
    double scale = (double) LONGEST / longest;
    // Halving first: one bilinear step over more than two pixels would skip some.
    BufferedImage source = longest >= 4 * LONGEST ? half(image) : image;
    return drawn(
        source,
        Math.max(1, (int) Math.round(image.getWidth() * scale)),
        Math.max(1, (int) Math.round(image.getHeight() * scale)));
  }

  private static BufferedImage half(BufferedImage image) {
    BufferedImage half =
        drawn(image, Math.max(1, image.getWidth() / 2), Math.max(1, image.getHeight() / 2));
    return Math.max(half.getWidth(), half.getHeight()) >= 4 * LONGEST ? half(half) : half;
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage target = new BufferedImage(width, height, image.getType());
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return target;
  }
}
