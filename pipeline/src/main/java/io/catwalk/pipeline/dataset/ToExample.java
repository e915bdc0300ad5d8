package io.catwalk.pipeline.dataset;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;

/** An example from the first four columns of {@link ShardRows#SHARD}. */
record ToExample() implements Function<Row, Example> {
  @Override
  public Example call(Row row) {
    return new Example((byte[]) row.get(0), row.getInt(1), row.getString(2), row.getString(3));
  }
}
