package io.catwalk.pipeline.dataset;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;

/** An example with its facts, from all columns of {@link ShardRows#SHARD}. */
record ToDescribedExample() implements Function<Row, Example> {
  @Override
  public Example call(Row row) {
    ImageFacts facts =
        new ImageFacts(row.getInt(4), row.getInt(5), row.getDouble(6), attributes(row));
    return new Example(
        (byte[]) row.get(0), row.getInt(1), row.getString(2), row.getString(3), facts);
  }

  /** Shards of older versions have no such column, which then reads as null. */
  private static Map<String, String> attributes(Row row) {
    Map<String, String> attributes = new HashMap<>();
    if (!row.isNullAt(7)) {
      row.<String, String>getJavaMap(7).forEach(attributes::put);
    }
    return attributes;
  }
}
