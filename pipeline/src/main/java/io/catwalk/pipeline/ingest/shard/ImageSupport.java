package io.catwalk.pipeline.ingest.shard;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Images as rows of a Parquet file. */
abstract class ImageSupport extends WriteSupport<IngestedImage> {

  private final MessageType schema;
  private RecordWriter row;

  ImageSupport(MessageType schema) {
    this.schema = schema;
  }

  /** Says all fields of an image, in the order of the schema. */
  abstract void say(IngestedImage image, RecordWriter row);

  @Override
  public final WriteContext init(Configuration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public final void prepareForWrite(RecordConsumer consumer) {
    row = new RecordWriter(consumer, schema);
  }

  @Override
  public final void write(IngestedImage image) {
    row.start();
    say(image, row);
    row.end();
  }
}
