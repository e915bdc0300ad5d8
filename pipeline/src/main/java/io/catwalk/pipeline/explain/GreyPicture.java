package io.catwalk.pipeline.explain;

import java.awt.image.BufferedImage;

/** A matrix in grey, a pixel a value. */
public final class GreyPicture {

  private GreyPicture() {}

  /** Its smallest value black, its largest white; one value alone is black. */
  public static BufferedImage of(float[][] rows) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float[] row : rows) {
      for (float value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    float range = most > least ? most - least : 1;
    BufferedImage picture =
        new BufferedImage(rows[0].length, rows.length, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        picture.setRGB(x, y, Math.round((rows[y][x] - least) / range * 255) * 0x010101);
      }
    }
    return picture;
  }
}
