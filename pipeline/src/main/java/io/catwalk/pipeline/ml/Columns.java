package io.catwalk.pipeline.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of tables: those that must be there, and those that are added. */
final class Columns {

  private Columns() {}

  /**
   * @throws IllegalArgumentException when there is no such column, or more than one
   */
  static StructField of(StructType schema, String column) {
    List<StructField> found =
        Stream.of(schema.fields()).filter(field -> field.name().equals(column)).toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "the table has " + found.size() + " columns " + column + "; expected one");
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "there is no column %s; the table has %s",
            column,
            String.join(", ", schema.fieldNames())));
  }

  /**
   * These columns alone, in this order: what else a row holds is then not read. Names are taken as
   * they are, dots and all.
   */
  static Dataset<Row> only(Dataset<?> table, List<String> columns) {
    StructType schema = table.schema();
    String[] numbers = new String[schema.size()];
    Arrays.setAll(numbers, i -> "c" + i);
    return table
        .toDF(numbers)
        .select(
            columns.stream()
                .map(name -> functions.col(numbers[schema.fieldIndex(name)]))
                .toArray(Column[]::new));
  }

  /** With the three columns of a prediction behind all others. */
  static StructType withPredictions(StructType schema, ImageColumns<?> names) {
    StructType added = added(schema, names.getRawPredictionCol(), SQLDataTypes.VectorType());
    added = added(added, names.getProbabilityCol(), SQLDataTypes.VectorType());
    return added(added, names.getPredictionCol(), DataTypes.DoubleType);
  }

  private static StructType added(StructType schema, String column, DataType type) {
    for (String name : schema.fieldNames()) {
      if (name.equals(column)) {
        throw new IllegalArgumentException(
            "column " + column + " exists already; expected another name for the new one");
      }
    }
    return schema.add(column, type, true);
  }
}
