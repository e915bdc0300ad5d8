package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The classes of a label column. Names are sorted, as {@code catwalk train} sorts folders; indexes
 * stay as they are, and have the names that {@code StringIndexer} left in the column's metadata.
 *
 * @param column its position
 * @param text whether it holds names; if not, indexes
 * @param classes names in label order
 */
record LabelColumn(int column, boolean text, List<String> classes) implements Serializable {

  private static final int MOST_CLASSES = 10_000;

  /**
   * @throws IllegalArgumentException when there is no such column, or it can hold no labels
   */
  static void check(StructType schema, String column) {
    StructField field = Columns.of(schema, column);
    if (!(field.dataType() instanceof StringType || field.dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label column %s is of type %s; expected string or a number",
              column,
              field.dataType().simpleString()));
    }
  }

  /**
   * Looks at all labels.
   *
   * @throws CatwalkException (data) when there are less than two classes, or indexes are none
   */
  static LabelColumn of(Dataset<?> table, String column) {
    StructType schema = table.schema();
    check(schema, column);
    StructField field = Columns.of(schema, column);
    boolean text = field.dataType() instanceof StringType;
    List<Row> distinct =
        table.select(column).na().drop().distinct().limit(MOST_CLASSES + 1).collectAsList();
    if (distinct.size() < 2 || distinct.size() > MOST_CLASSES) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "label column %s holds %s classes; expected 2 to %,d",
              column,
              distinct.size() < 2 ? Integer.toString(distinct.size()) : "more",
              MOST_CLASSES));
    }
    TreeSet<Object> values = new TreeSet<>();
    distinct.forEach(
        row -> values.add(text ? row.getString(0) : row.<Number>getAs(0).doubleValue()));
    List<String> names = new ArrayList<>();
    if (text) {
      values.forEach(value -> names.add((String) value));
    } else {
      names.addAll(indexes(values, field));
    }
    return new LabelColumn(schema.fieldIndex(column), text, List.copyOf(names));
  }

  private static List<String> indexes(TreeSet<Object> values, StructField field) {
    int next = 0;
    for (Object value : values) {
      if ((double) value != next++) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "label column %s holds %s; expected whole numbers from 0 to %d without a hole, as StringIndexer makes them",
                field.name(),
                value,
                values.size() - 1));
      }
    }
    Attribute attribute = Attribute.fromStructField(field);
    if (attribute instanceof NominalAttribute nominal
        && nominal.values().isDefined()
        && ((String[]) nominal.values().get()).length >= values.size()) {
      return List.of((String[]) nominal.values().get());
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      names.add(Integer.toString(i));
    }
    return names;
  }

  /** Index of a row's class; -1 for null. */
  int label(Row row) {
    if (row.isNullAt(column)) {
      return -1;
    }
    return text ? classes.indexOf(row.getString(column)) : row.<Number>getAs(column).intValue();
  }
}
