package io.catwalk.pipeline.explain;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A layer's feature maps side by side, each from black to white by its own range. */
final class MapGrid {

  private static final int SMALLEST_SIDE = 48;
  private static final int GAP = 2;
  private static final Color BETWEEN = new Color(0x203040);

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
    Graphics2D graphics = grid.createGraphics();
    graphics.setColor(BETWEEN);
    graphics.fillRect(0, 0, grid.getWidth(), grid.getHeight());
    for (int i = 0; i < maps.length; i++) {
      int left = GAP + i % columns * (width * scale + GAP);
      int top = GAP + i / columns * (height * scale + GAP);
      graphics.drawImage(GreyPicture.of(maps[i]), left, top, width * scale, height * scale, null);
    }
    graphics.dispose();
    return grid;
  }
}
