package io.catwalk.pipeline.drift;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.ShardRows;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    Set<String> keys = new HashSet<>();
    rows.forEach(row -> keys.add(Example.key(row.getString(0), row.getString(1))));
    return all.filter(new Among(keys));
  }

  /**
   * Lets chosen examples through.
   *
   * @param keys as {@link Example#key}
   */
  private record Among(Set<String> keys) implements Function<Example, Boolean> {

    @Override
    public Boolean call(Example example) {
      return keys.contains(example.key());
    }
  }
}
