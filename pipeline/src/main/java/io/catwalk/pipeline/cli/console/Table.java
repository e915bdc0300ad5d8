package io.catwalk.pipeline.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text that stand below each other. */
public final class Table {

  private static final String GAP = "  ";

  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param heads a column; one that begins with '>' is aligned to the right
   */
  public Table(String... heads) {
    right = new boolean[heads.length];
    String[] first = new String[heads.length];
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      first[i] = right[i] ? heads[i].substring(1) : heads[i];
    }
    rows.add(first);
  }

  public void row(String... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(
          "expected " + right.length + " cells, found " + cells.length);
    }
    rows.add(cells);
  }

  /** Ends with a line break. */
  @Override
  public String toString() {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      String[] cells = new String[row.length];
      Arrays.setAll(cells, i -> pad(row[i], widths[i], right[i]));
      text.append(String.join(GAP, cells).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String pad(String cell, int width, boolean right) {
    String space = " ".repeat(width - cell.length());
    return right ? space + cell : cell + space;
  }
}
