package io.catwalk.pipeline.ml;

import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of tables: those that must be there, and those that are added. */
final class Columns {

  private Columns() {}

  /**
   * @throws IllegalArgumentException when there is no such column
   */
  static StructField of(StructType schema, String column) {
    for (StructField field : schema.fields()) {
      if (field.name().equals(column)) {
        return field;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "there is no column %s; the table has %s",
            column,
            String.join(", ", schema.fieldNames())));
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
