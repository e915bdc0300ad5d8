package io.catwalk.pipeline.explain;

import java.awt.image.BufferedImage;

/** Values from 0 to 1 as colours over a picture, which shows through where they are small. */
public final class HeatOverlay {

  private static final double STRONGEST = 0.75;

  private HeatOverlay() {}

  /**
   * @param values rows that cover the picture, be they fewer than its
   */
  public static BufferedImage of(BufferedImage picture, float[][] values) {
    BufferedImage overlay =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < overlay.getHeight(); y++) {
      for (int x = 0; x < overlay.getWidth(); x++) {
        double value =
            between(
                values,
                (y + 0.5) / overlay.getHeight() * values.length - 0.5,
                (x + 0.5) / overlay.getWidth() * values[0].length - 0.5);
        overlay.setRGB(x, y, mixed(picture.getRGB(x, y), HeatPicture.between(value), value));
      }
    }
    return overlay;
  }

  /** The value at a place between four centres. */
  private static double between(float[][] values, double row, double column) {
    double y = Math.max(0, Math.min(values.length - 1, row));
    double x = Math.max(0, Math.min(values[0].length - 1, column));
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(values.length - 1, top + 1);
    int right = Math.min(values[0].length - 1, left + 1);
    double above = values[top][left] + (x - left) * (values[top][right] - values[top][left]);
    double below =
        values[bottom][left] + (x - left) * (values[bottom][right] - values[bottom][left]);
    return above + (y - top) * (below - above);
  }

  private static int mixed(int under, int over, double value) {
    return HeatPicture.mixed(under, over, STRONGEST * Math.sqrt(value));
  }
}
