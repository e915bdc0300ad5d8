package io.catwalk.pipeline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Matrices beside each other, each number in a cell that it colours. */
public final class NumberGrid {

  private static final int GAP = 30;
  private static final int TITLE = 22;
  private static final int MOST_DIGITS_CELL = 26;

  private final int cell;
  private final List<Matrix> matrices = new ArrayList<>();

  private record Matrix(String title, double[][] rows, Window window) {}

  private record Window(int top, int left, int height, int width) {}

  /**
   * @param cell width and height of a number's cell, in pixels; below 26 numbers are left out
   */
  public NumberGrid(int cell) {
    if (cell < 1) {
      throw new IllegalArgumentException("expected a cell of at least 1 pixel, found " + cell);
    }
    this.cell = cell;
  }

  public NumberGrid add(String title, double[][] rows) {
    matrices.add(new Matrix(title, rows, null));
    return this;
  }

  /** One of whose cells are framed, as what a filter looks at. */
  public NumberGrid add(String title, double[][] rows, int top, int left, int height, int width) {
    matrices.add(new Matrix(title, rows, new Window(top, left, height, width)));
    return this;
  }

  public BufferedImage draw() {
    int width = GAP / 2;
    int height = 0;
    for (Matrix matrix : matrices) {
      width += matrix.rows()[0].length * cell + GAP;
      height = Math.max(height, matrix.rows().length * cell);
    }
    BufferedImage image = Palette.blank(width - GAP / 2, TITLE + height + GAP / 2);
    Graphics2D pen = Palette.pen(image);
    int left = GAP / 2;
    for (Matrix matrix : matrices) {
      int wide = matrix.rows()[0].length * cell;
      Palette.centred(pen, matrix.title(), left + wide / 2.0, TITLE / 2.0);
      cells(pen, matrix.rows(), left);
      if (matrix.window() != null) {
        frame(pen, matrix.window(), left);
      }
      left += wide + GAP;
    }
    pen.dispose();
    return image;
  }

  private void cells(Graphics2D pen, double[][] rows, int left) {
    double most = 0;
    for (double[] row : rows) {
      for (double value : row) {
        most = Math.max(most, Math.abs(value));
      }
    }
    pen.setFont(pen.getFont().deriveFont(Font.PLAIN, Math.min(14, cell * 0.45f)));
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        Color colour = Palette.heat(most == 0 ? 0 : 0.8 * rows[y][x] / most);
        pen.setColor(colour);
        pen.fillRect(left + x * cell, TITLE + y * cell, cell, cell);
        if (cell >= MOST_DIGITS_CELL) {
          pen.setColor(Palette.FAINT);
          pen.drawRect(left + x * cell, TITLE + y * cell, cell, cell);
          pen.setColor(Palette.INK);
          Palette.centred(pen, text(rows[y][x]), left + (x + 0.5) * cell, TITLE + (y + 0.5) * cell);
        }
      }
    }
  }

  private void frame(Graphics2D pen, Window window, int left) {
    pen.setColor(Palette.series(3));
    pen.setStroke(new BasicStroke(3));
    pen.drawRect(
        left + window.left() * cell,
        TITLE + window.top() * cell,
        window.width() * cell,
        window.height() * cell);
    pen.setColor(Palette.INK);
    pen.setStroke(new BasicStroke(1));
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
