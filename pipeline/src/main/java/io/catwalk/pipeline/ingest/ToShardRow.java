package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.collection.JavaConverters;

/** {@link ShardRows#SHARD}. */
record ToShardRow() implements Function<IngestedImage, Row> {
  @Override
  public Row call(IngestedImage image) {
    return RowFactory.create(
        image.pixels(),
        image.label(),
        image.path(),
        image.sha256(),
        image.sourceWidth(),
        image.sourceHeight(),
        image.brightness(),
        JavaConverters.mapAsScalaMap(image.attributes()));
  }
}
