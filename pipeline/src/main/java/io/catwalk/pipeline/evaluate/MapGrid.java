package io.catwalk.pipeline.evaluate;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/** A layer's feature maps side by side, each from black to white by its own range. */
final class MapGrid {

  private static final int SMALLEST_SIDE = 48;
  private static final int GAP = 2;
  private static final int BETWEEN = 0x203040;

  private MapGrid() {}

  /**
   * @param maps map, row, column
   */
  static BufferedImage of(float[][][] maps) {
    int columns = (int) Math.ceil(Math.sqrt(maps.length));
    int rows = (maps.length + columns - 1) / columns;
    int height = maps[0].length;
    int width = maps[0][0].length;
    int scale = Math.max(1, SMALLEST_SIDE / Math.max(height, width));
    BufferedImage grid =
        new BufferedImage(
            columns * (width * scale + GAP) + GAP,
            rows * (height * scale + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < grid.getHeight(); y++) {
      for (int x = 0; x < grid.getWidth(); x++) {
        grid.setRGB(x, y, BETWEEN);
      }
    }
    for (int i = 0; i < maps.length; i++) {
      int left = GAP + i % columns * (width * scale + GAP);
      int top = GAP + i / columns * (height * scale + GAP);
      draw(maps[i], scale, left, top, grid);
    }
    return grid;
  }

  private static void draw(float[][] map, int scale, int left, int top, BufferedImage grid) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float[] row : map) {
      for (float value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    int[] pixels = new int[map[0].length * scale];
    for (int y = 0; y < map.length * scale; y++) {
      float[] row = map[y / scale];
      float from = least;
      float range = most - least;
      Arrays.setAll(pixels, x -> grey(range == 0 ? 0 : (row[x / scale] - from) / range));
      grid.setRGB(left, top + y, pixels.length, 1, pixels, 0, pixels.length);
    }
  }

  private static int grey(float share) {
    return Math.round(share * 255) * 0x010101;
  }
}
