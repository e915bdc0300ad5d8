package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.ShardRows;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;

/** A bad image that need not be read again, from {@link ShardRows#QUARANTINE}. */
record ToStoredBadImage(List<String> classes) implements Function<Row, IngestedImage> {
  @Override
  public IngestedImage call(Row row) {
    return new IngestedImage(
        row.getString(0),
        classes.indexOf(row.getString(1)),
        null,
        row.isNullAt(5) ? "" : row.getString(5),
        null,
        null,
        0,
        0,
        QuarantineReason.of(row.getString(2)),
        row.getString(3),
        row.getLong(4),
        Map.of(),
        false);
  }
}
