package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * A partition of rows (actual_index, probabilities) as one compact value.
 *
 * @param classes number of classes
 * @param location of the rows, for messages
 */
record PackScores(int classes, String location)
    implements FlatMapFunction<Iterator<Row>, LabelledScores> {

  @Override
  public Iterator<LabelledScores> call(Iterator<Row> rows) {
    List<Integer> labels = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      labels.add(label(row));
      probabilities.add(probabilities(row));
    }
    int[] packed = labels.stream().mapToInt(Integer::intValue).toArray();
    return List.of(new LabelledScores(packed, probabilities.toArray(float[][]::new))).iterator();
  }

  private int label(Row row) {
    if (row.isNullAt(0) || row.getInt(0) < 0 || row.getInt(0) >= classes) {
      throw CatwalkException.data(
          location
              + ": expected an actual_index from 0 to "
              + (classes - 1)
              + ", found "
              + (row.isNullAt(0) ? "none" : row.getInt(0)));
    }
    return row.getInt(0);
  }

  private float[] probabilities(Row row) {
    List<Float> values = row.isNullAt(1) ? List.of() : row.getList(1);
    if (values.size() != classes) {
      throw CatwalkException.data(
          location + ": expected " + classes + " probabilities a row, found " + values.size());
    }
    float[] result = new float[classes];
    for (int i = 0; i < classes; i++) {
      result[i] = values.get(i);
    }
    return result;
  }
}
