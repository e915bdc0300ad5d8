package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.runs.RankedColumns;
import io.catwalk.pipeline.runs.RankedColumns.Figures;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Puts a column's pieces together, one column after the other. */
final class ColumnFigures implements Iterator<Figures> {

  private static final int FIRST_ROOM = 1 << 12;

  private final RankedColumns columns;
  private final Iterator<Tuple2<Integer, long[]>> pieces;
  private Tuple2<Integer, long[]> ahead;

  /**
   * @param pieces sorted by their columns
   */
  ColumnFigures(RankedColumns columns, Iterator<Tuple2<Integer, long[]>> pieces) {
    this.columns = columns;
    this.pieces = pieces;
    this.ahead = pieces.hasNext() ? pieces.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Figures next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    int column = ahead._1();
    long[] values = new long[FIRST_ROOM];
    int size = 0;
    while (ahead != null && ahead._1() == column) {
      long[] piece = ahead._2();
      if (values.length - size < piece.length) {
        values = Arrays.copyOf(values, Math.max(size + piece.length, values.length / 2 * 3));
      }
      System.arraycopy(piece, 0, values, size, piece.length);
      size += piece.length;
      ahead = pieces.hasNext() ? pieces.next() : null;
    }
    return columns.figures(column, Arrays.copyOf(values, size));
  }
}
