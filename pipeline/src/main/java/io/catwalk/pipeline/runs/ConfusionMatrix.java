package io.catwalk.pipeline.runs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * How often each class was taken for which. Rows are the actual classes, columns the predicted
 * ones, both in label order. As JSON it is the list of rows.
 *
 * @param counts a list a row; as many rows as columns
 */
public record ConfusionMatrix(@JsonValue List<List<Long>> counts) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ConfusionMatrix {
    List<List<Long>> rows = new ArrayList<>();
    for (List<Long> row : counts) {
      if (row.size() != counts.size()) {
        throw new IllegalArgumentException(
            "expected " + counts.size() + " columns as there are rows, found " + row.size());
      }
      rows.add(List.copyOf(row));
    }
    counts = List.copyOf(rows);
  }

  /** Examples of one class that were predicted as another, or as itself. */
  public long count(int actual, int predicted) {
    return counts.get(actual).get(predicted);
  }

  /** Examples of a class: the sum of its row. */
  public long support(int actual) {
    return counts.get(actual).stream().mapToLong(Long::longValue).sum();
  }

  /** Examples predicted as a class, rightly or not: the sum of its column. */
  public long predictions(int predicted) {
    return counts.stream().mapToLong(row -> row.get(predicted)).sum();
  }

  /** All examples. */
  public long total() {
    return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
  }

  /** Examples predicted rightly, of all classes: the sum of the diagonal. */
  public long correct() {
    long correct = 0;
    for (int c = 0; c < counts.size(); c++) {
      correct += count(c, c);
    }
    return correct;
  }
}
