package io.catwalk.pipeline.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Colours and letters that all drawings share. */
final class Palette {

  static final Color INK = new Color(0x1f2933);
  static final Color FAINT = new Color(0xd5dae1);

  /** Told apart by those who see red and green alike (M. Okabe, K. Ito, 2008). */
  private static final Color[] SERIES = {
    new Color(0x0072b2),
    new Color(0xe69f00),
    new Color(0x009e73),
    new Color(0xd55e00),
    new Color(0xcc79a7),
    new Color(0x56b4e9)
  };

  private static final int LETTERS = 12;

  /** Pixels of a picture for one of its drawing: sharp on screens of today, and when enlarged. */
  static final int DENSITY = 2;

  private Palette() {}

  /** The colour of a line, a class or a group, 0-based; after the last the first comes again. */
  static Color series(int index) {
    return SERIES[index % SERIES.length];
  }

  /**
   * White for 0, the second series' colour for 1, the first's for -1.
   *
   * @param value what is beyond -1 and 1 looks like these
   */
  static Color heat(double value) {
    Color full = series(value < 0 ? 0 : 1);
    double share = Math.min(1, Math.abs(value));
    return new Color(
        mix(full.getRed(), share), mix(full.getGreen(), share), mix(full.getBlue(), share));
  }

  private static int mix(int full, double share) {
    return (int) Math.round(255 + (full - 255) * share);
  }

  /** A white picture to draw on, {@value #DENSITY} pixels for each of these. */
  static BufferedImage blank(int width, int height) {
    BufferedImage image =
        new BufferedImage(DENSITY * width, DENSITY * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.dispose();
    return image;
  }

  /** Whose unit is that of {@link #blank}; to be disposed of by the caller. */
  static Graphics2D pen(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.scale(DENSITY, DENSITY);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS));
    graphics.setColor(INK);
    return graphics;
  }

  /** Of a line of text, rounded up. */
  static int width(String text) {
    Graphics2D pen = pen(blank(1, 1));
    int width = (int) Math.ceil(pen.getFontMetrics().getStringBounds(text, pen).getWidth());
    pen.dispose();
    return width;
  }

  /** Writes a line of text around a point. */
  static void centred(Graphics2D graphics, String text, double x, double y) {
    Rectangle2D bounds = graphics.getFontMetrics().getStringBounds(text, graphics);
    float top = (float) (y - bounds.getCenterY());
    graphics.drawString(text, (float) (x - bounds.getWidth() / 2), top);
  }
}
