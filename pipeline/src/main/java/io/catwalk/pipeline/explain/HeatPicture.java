package io.catwalk.pipeline.explain;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/**
 * Values from 0 to 1 as a picture that lies over another: from transparent over dark violet and
 * orange to pale yellow, in an order of brightness that colour-blind people see too. Sixteen levels
 * and at most {@value #LONGEST} pixels a side make it a few hundred bytes.
 */
public final class HeatPicture {

  private static final int LONGEST = 32;
  private static final int LEVELS = 16;

  /** Some colours of the map "inferno", the darkest first. */
  private static final int[] STOPS = {
    0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4
  };

  private HeatPicture() {}

  /**
   * @param values rows, 0 to 1
   * @return PNG
   */
  public static byte[] of(float[][] values) {
    float[][] small = pooled(values);
    BufferedImage image =
        new BufferedImage(small[0].length, small.length, BufferedImage.TYPE_BYTE_BINARY, colours());
    for (int y = 0; y < small.length; y++) {
      for (int x = 0; x < small[y].length; x++) {
        image.getRaster().setSample(x, y, 0, Math.round(small[y][x] * (LEVELS - 1)));
      }
    }
    return ImageFiles.png(image);
  }

  /** The largest of each block: a thin line stays to be seen. */
  private static float[][] pooled(float[][] values) {
    int block = (Math.max(values.length, values[0].length) + LONGEST - 1) / LONGEST;
    if (block <= 1) {
      return values;
    }
    float[][] pooled =
        new float[(values.length + block - 1) / block][(values[0].length + block - 1) / block];
    for (int y = 0; y < values.length; y++) {
      for (int x = 0; x < values[y].length; x++) {
        pooled[y / block][x / block] = Math.max(pooled[y / block][x / block], values[y][x]);
      }
    }
    return pooled;
  }

  /** The nearest colour of the map, as RGB, for a value from 0 to 1. */
  static int colour(double value) {
    return STOPS[(int) Math.round(value * (STOPS.length - 1))];
  }

  /** A colour between the two nearest of the map, as RGB, for a value from 0 to 1. */
  static int between(double value) {
    double place = value * (STOPS.length - 1);
    int lower = Math.min(STOPS.length - 2, (int) place);
    return mixed(STOPS[lower], STOPS[lower + 1], place - lower);
  }

  /**
   * Mixes two colours, as RGB.
   *
   * @param share of the second, 0 to 1
   */
  static int mixed(int first, int second, double share) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double channel = (1 - share) * (first >> shift & 0xff) + share * (second >> shift & 0xff);
      mixed |= (int) Math.round(channel) << shift;
    }
    return mixed;
  }

  private static IndexColorModel colours() {
    byte[] red = new byte[LEVELS];
    byte[] green = new byte[LEVELS];
    byte[] blue = new byte[LEVELS];
    byte[] alpha = new byte[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      int colour = colour((double) level / (LEVELS - 1));
      red[level] = (byte) (colour >> 16);
      green[level] = (byte) (colour >> 8);
      blue[level] = (byte) colour;
      alpha[level] =
          (byte) Math.round(255 * Math.min(0.9, Math.sqrt((double) level / (LEVELS - 1))));
    }
    return new IndexColorModel(4, LEVELS, red, green, blue, alpha);
  }
}
