package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.RankedColumns;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Pieces of columns, made of some predictions at a time: all columns' first pieces, and so on. */
final class ColumnChunks implements Iterator<Tuple2<Integer, long[]>> {

  private final RankedColumns columns;
  private final Iterator<Prediction> predictions;
  private final long[][] values;
  private int filled;
  private int next;

  /**
   * @param length examples of a piece; the last ones have fewer
   */
  ColumnChunks(RankedColumns columns, Iterator<Prediction> predictions, int length) {
    this.columns = columns;
    this.predictions = predictions;
    this.values = new long[columns.count()][length];
    this.next = columns.count();
  }

  @Override
  public boolean hasNext() {
    return next < values.length || predictions.hasNext();
  }

  @Override
  public Tuple2<Integer, long[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (next == values.length) {
      fill();
      next = 0;
    }
    long[] piece = Arrays.copyOf(values[next], filled);
    return new Tuple2<>(next++, piece);
  }

  private void fill() {
    filled = 0;
    while (filled < values[0].length && predictions.hasNext()) {
      Prediction prediction = predictions.next();
      for (int column = 0; column < values.length; column++) {
        values[column][filled] = columns.value(column, prediction);
      }
      filled++;
    }
  }
}
