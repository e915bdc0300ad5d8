package io.catwalk.pipeline.notebook;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures in rows, each with a line of text below. */
public final class PictureGrid {

  private static final int GAP = 8;
  private static final int TEXT = 18;

  private final int columns;
  private final int side;
  private final List<BufferedImage> pictures = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();

  /**
   * @param columns pictures in a row, at least 1
   * @param side width of each picture as drawn, in pixels; enlarged without smoothing
   */
  public PictureGrid(int columns, int side) {
    if (columns < 1 || side < 1) {
      throw new IllegalArgumentException("expected at least 1 column and pixel");
    }
    this.columns = columns;
    this.side = side;
  }

  /**
   * @param caption may be empty
   */
  public PictureGrid add(BufferedImage picture, String caption) {
    pictures.add(picture);
    captions.add(caption);
    return this;
  }

  /** All pictures are drawn as high as the first. */
  public BufferedImage draw() {
    if (pictures.isEmpty()) {
      throw new IllegalStateException("expected at least one picture");
    }
    boolean said = captions.stream().anyMatch(caption -> !caption.isEmpty());
    int rows = (pictures.size() + columns - 1) / columns;
    int across = Math.min(columns, pictures.size());
    int high = side * pictures.get(0).getHeight() / pictures.get(0).getWidth();
    int step = high + GAP + (said ? TEXT : 0);
    BufferedImage image = Palette.blank(GAP + across * (side + GAP), GAP + rows * step);
    Graphics2D pen = Palette.pen(image);
    for (int i = 0; i < pictures.size(); i++) {
      int x = GAP + i % columns * (side + GAP);
      int y = GAP + i / columns * step;
      pen.drawImage(pictures.get(i), x, y, side, high, null);
      Palette.centred(pen, captions.get(i), x + side / 2.0, y + high + TEXT / 2.0);
    }
    pen.dispose();
    return image;
  }
}
