package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.TableImages;
import io.catwalk.pipeline.ingest.TableImages.LabelIndexes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of labels. Names are sorted, as {@code catwalk train} sorts folders; indexes stay as
 * they are, and have the names that {@code StringIndexer} left in the column's metadata.
 *
 * @param name of the column
 * @param text whether it holds names; if not, indexes
 * @param named the names that the metadata has, in label order; empty where it has none
 */
record LabelColumn(String name, boolean text, List<String> named) implements Serializable {

  /**
   * @throws IllegalArgumentException when there is no such column, or it can hold no labels
   */
  static LabelColumn of(StructType schema, String column) {
    StructField field = Columns.of(schema, column);
    boolean text = field.dataType() instanceof StringType;
    if (!(text || field.dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label column %s is of type %s; expected string or a number",
              column,
              field.dataType().simpleString()));
    }
    return new LabelColumn(column, text, text ? List.of() : names(field));
  }

  private static List<String> names(StructField field) {
    return Attribute.fromStructField(field) instanceof NominalAttribute nominal
            && nominal.values().isDefined()
        ? List.of((String[]) nominal.values().get())
        : List.of();
  }

  /** Whether a row has a label: null is none, and NaN is none. */
  boolean isIn(Row row, int position) {
    return !row.isNullAt(position)
        && (text || !Double.isNaN(row.<Number>getAs(position).doubleValue()));
  }

  /** The label of a row that has one: a name, or an index in the words of {@link Double}. */
  String of(Row row, int position) {
    // A negative zero is the same index as zero.
    return text
        ? row.getString(position)
        : Double.toString(row.<Number>getAs(position).doubleValue() + 0.0);
  }

  /**
   * The classes of these labels.
   *
   * @throws CatwalkException (data) when there are less than two, or indexes are none
   */
  LabelIndexes classes(Set<String> labels) {
    if (labels.size() < 2 || labels.size() > TableImages.MOST_CLASSES) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "label column %s holds %s classes; expected 2 to %,d",
              name,
              labels.size() < 2 ? Integer.toString(labels.size()) : "more",
              TableImages.MOST_CLASSES));
    }
    if (!text) {
      return indexes(labels);
    }
    List<String> classes = List.copyOf(new TreeSet<>(labels));
    Map<String, Integer> indexes = new HashMap<>();
    for (String label : classes) {
      indexes.put(label, indexes.size());
    }
    return new LabelIndexes(classes, indexes);
  }

  private LabelIndexes indexes(Set<String> labels) {
    TreeSet<Double> values = new TreeSet<>();
    labels.forEach(label -> values.add(Double.valueOf(label)));
    Map<String, Integer> indexes = new HashMap<>();
    for (double value : values) {
      // A part of a table, as in cross-validation, may lack a class that its indexer knows.
      boolean known = named.isEmpty() ? value == indexes.size() : isIndex(value, named.size());
      if (!known) {
        throw wrong(value, named.isEmpty() ? values.size() : named.size());
      }
      indexes.put(Double.toString(value), (int) value);
    }
    List<String> classes = new ArrayList<>(named);
    while (classes.size() < indexes.size()) {
      classes.add(Integer.toString(classes.size()));
    }
    return new LabelIndexes(List.copyOf(classes), indexes);
  }

  private static boolean isIndex(double value, int size) {
    return value >= 0 && value < size && value == Math.rint(value);
  }

  private CatwalkException wrong(double value, int size) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "label column %s holds %s; expected whole numbers from 0 to %d%s",
            name,
            value,
            size - 1,
            named.isEmpty()
                ? " without a hole, as StringIndexer makes them"
                : ", for which its metadata has names"));
  }
}
