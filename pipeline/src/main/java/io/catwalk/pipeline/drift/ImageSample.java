package io.catwalk.pipeline.drift;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.ShardRows;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Some images of a dataset, drawn by their content and a seed, and what is stored of them beside
 * their pixels. The driver holds these few alone.
 *
 * @param what images they are
 * @param rows of {@link ShardRows#FACTS}, in the order of the draw
 */
record ImageSample(String what, List<Row> rows) {

  /**
   * @param table of all images
   * @param most that are drawn
   */
  static ImageSample draw(String what, Dataset<Row> table, long seed, int most) {
    return new ImageSample(
        what,
        table
            .selectExpr(ShardRows.FACTS.fieldNames())
            .orderBy(xxhash64(lit(seed), col("sha256")), col("sha256"), col("path"))
            .limit(most)
            .collectAsList());
  }

  Quantity.Sample brightness() {
    return values(row -> row.getDouble(4));
  }

  Quantity.Sample width() {
    return values(row -> row.getInt(2));
  }

  Quantity.Sample height() {
    return values(row -> row.getInt(3));
  }

  private Quantity.Sample values(ToDoubleFunction<Row> value) {
    return new Quantity.Sample(what, rows.stream().mapToDouble(value).toArray());
  }

  /** The same with the first few alone. */
  ImageSample first(int most) {
    return new ImageSample(what, rows.subList(0, Math.min(most, rows.size())));
  }

  /** These images' pixels, of those among which they are. */
  JavaRDD<Example> among(JavaRDD<Example> all) {
    List<String> keys =
        rows.stream().map(row -> Example.key(row.getString(0), row.getString(1))).toList();
    return all.filter(new Among(HashTable.of(keys)));
  }

  /**
   * Lets chosen examples through.
   *
   * @param keys of them, {@link Example#key}
   */
  private record Among(HashTable keys) implements Function<Example, Boolean> {

    @Override
    public Boolean call(Example example) {
      return keys.contains(example.key());
    }
  }
}
