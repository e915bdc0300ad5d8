package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of what each row counts, as other classifiers of Spark have one.
 *
 * @param name of the column
 */
record WeightColumn(String name) implements Serializable {

  /**
   * @throws IllegalArgumentException when there is no such column, or it holds no numbers
   */
  static void check(StructType schema, String column) {
    StructField field = Columns.of(schema, column);
    if (!(field.dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight column %s is of type %s; expected a number",
              column,
              field.dataType().simpleString()));
    }
  }

  /**
   * The weight of a row.
   *
   * @throws CatwalkException (data) when it is none
   */
  float of(Row row, int position) {
    String found = "null";
    if (!row.isNullAt(position)) {
      Number number = row.getAs(position);
      float weight = number.floatValue();
      if (weight >= 0 && Float.isFinite(weight)) {
        // A negative zero is the same weight as zero.
        return weight + 0f;
      }
      found = number.toString();
    }
    throw CatwalkException.data(
        String.format(
            Locale.ROOT, "weight column %s holds %s; expected numbers from 0 on", name, found));
  }
}
