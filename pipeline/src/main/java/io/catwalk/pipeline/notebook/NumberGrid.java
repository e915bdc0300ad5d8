package io.catwalk.pipeline.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Matrices beside each other, each number in a cell that it colours; what is not a number yet
 * leaves its cell empty.
 */
public final class NumberGrid {

  private static final int GAP = 30;
  private static final int TITLE = 22;
  private static final int NAMES = 90;
  private static final int MOST_DIGITS_CELL = 26;

  private final int cell;
  private final List<Matrix> matrices = new ArrayList<>();

  private record Matrix(String title, double[][] rows, Window window, List<String> names) {

    /** Width of what stands left of the cells. */
    int margin() {
      return names.isEmpty() ? 0 : NAMES;
    }
  }

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
    matrices.add(new Matrix(title, rows, null, List.of()));
    return this;
  }

  /**
   * One whose rows and columns have the same names, as a confusion matrix has them.
   *
   * @param title what rows and columns are
   */
  public NumberGrid add(String title, double[][] rows, List<String> names) {
    if (names.size() != rows.length || names.size() != rows[0].length) {
      throw new IllegalArgumentException(
          title + ": expected a name for each row and column, found " + names.size());
    }
    matrices.add(new Matrix(title, rows, null, List.copyOf(names)));
    return this;
  }

  /** One of whose cells are framed, as what a filter looks at. */
  public NumberGrid add(String title, double[][] rows, int top, int left, int height, int width) {
    matrices.add(new Matrix(title, rows, new Window(top, left, height, width), List.of()));
    return this;
  }

  public BufferedImage draw() {
    int width = GAP / 2;
    int height = 0;
    for (Matrix matrix : matrices) {
      width += width(matrix) + GAP;
      height =
          Math.max(height, matrix.rows().length * cell + (matrix.names().isEmpty() ? 0 : TITLE));
    }
    BufferedImage image = Palette.blank(width - GAP / 2, TITLE + height + GAP / 2);
    Graphics2D pen = Palette.pen(image);
    int left = GAP / 2;
    for (Matrix matrix : matrices) {
      Palette.centred(pen, matrix.title(), left + width(matrix) / 2.0, TITLE / 2.0);
      int first = left + matrix.margin();
      cells(pen, matrix.rows(), first);
      names(pen, matrix, first);
      if (matrix.window() != null) {
        frame(pen, matrix.window(), first);
      }
      left += width(matrix) + GAP;
    }
    pen.dispose();
    return image;
  }

  /** Of names and cells, or of the title where that is wider. */
  private int width(Matrix matrix) {
    return Math.max(
        matrix.margin() + matrix.rows()[0].length * cell, Palette.width(matrix.title()));
  }

  private void cells(Graphics2D pen, double[][] rows, int left) {
    double most = 0;
    for (double[] row : rows) {
      for (double value : row) {
        most = Double.isNaN(value) ? most : Math.max(most, Math.abs(value));
      }
    }
    pen.setFont(pen.getFont().deriveFont(Font.PLAIN, Math.min(14, cell * 0.45f)));
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        Color colour =
            Palette.heat(most == 0 || Double.isNaN(rows[y][x]) ? 0 : 0.8 * rows[y][x] / most);
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

  /** Of the rows at the left, of the columns below. */
  private void names(Graphics2D pen, Matrix matrix, int left) {
    for (int i = 0; i < matrix.names().size(); i++) {
      String name = matrix.names().get(i);
      Palette.centred(pen, name, left - NAMES / 2.0, TITLE + (i + 0.5) * cell);
      Palette.centred(
          pen, name, left + (i + 0.5) * cell, TITLE * 1.5 + matrix.rows().length * cell);
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
    return Double.isNaN(value)
        ? ""
        : value == Math.rint(value)
            ? Long.toString((long) value)
            : String.format(Locale.ROOT, "%.1f", value);
  }
}
