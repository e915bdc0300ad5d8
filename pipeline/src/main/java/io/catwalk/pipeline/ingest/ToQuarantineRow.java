package io.catwalk.pipeline.ingest;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** {@link ShardRows#QUARANTINE}. */
record ToQuarantineRow(List<String> classes) implements Function<IngestedImage, Row> {
  @Override
  public Row call(IngestedImage image) {
    return RowFactory.create(
        image.path(),
        classes.get(image.label()),
        image.reason().id(),
        image.detail(),
        image.bytes());
  }
}
