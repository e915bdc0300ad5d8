package io.catwalk.pipeline.notebook;

import io.catwalk.models.ImageShape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

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
          "expected %d values for %s, found %d".formatted(shape.values(), shape, pixels.length));
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

  /** A matrix in grey: its smallest value black, its largest white; one value alone is black. */
  public static BufferedImage grey(float[][] rows) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float[] row : rows) {
      for (float value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    float range = most > least ? most - least : 1;
    BufferedImage image = empty(rows[0].length, rows.length);
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        int level = Math.round((rows[y][x] - least) / range * 255);
        image.setRGB(x, y, level << 16 | level << 8 | level);
      }
    }
    return image;
  }

  /**
   * A heat map over a picture: what is hot is tinted, what is cold stays grey.
   *
   * @param heat from 0 to 1, of any size: it covers the whole picture
   */
  public static BufferedImage withHeat(BufferedImage picture, float[][] heat) {
    BufferedImage hot = empty(picture.getWidth(), picture.getHeight());
    for (int y = 0; y < hot.getHeight(); y++) {
      for (int x = 0; x < hot.getWidth(); x++) {
        double share = between(heat, (x + 0.5) / hot.getWidth(), (y + 0.5) / hot.getHeight());
        hot.setRGB(x, y, tinted(new Color(picture.getRGB(x, y)), share));
      }
    }
    return hot;
  }

  private static int tinted(Color under, double share) {
    int grey = (under.getRed() * 30 + under.getGreen() * 59 + under.getBlue() * 11) / 100;
    int red = (int) Math.min(255, grey * (1 - share * 0.4) + 255 * share * 0.6);
    int green = (int) (grey * (1 - share * 0.6) + 90 * share * share * 0.6);
    int blue = (int) (grey * (1 - share * 0.8));
    return red << 16 | green << 8 | blue;
  }

  /** Bilinear, at a place from 0 to 1 in both directions. */
  private static double between(float[][] values, double right, double down) {
    double x = Math.max(0, Math.min(values[0].length - 1.0, right * values[0].length - 0.5));
    double y = Math.max(0, Math.min(values.length - 1.0, down * values.length - 0.5));
    int left = (int) x;
    int top = (int) y;
    int next = Math.min(left + 1, values[0].length - 1);
    int below = Math.min(top + 1, values.length - 1);
    double upper = values[top][left] * (1 - x + left) + values[top][next] * (x - left);
    double lower = values[below][left] * (1 - x + left) + values[below][next] * (x - left);
    return upper * (1 - y + top) + lower * (y - top);
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
