package io.catwalk.pipeline.ingest;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Bad images as Spark reads them by {@link ShardRows#QUARANTINE}. */
final class QuarantineSupport extends WriteSupport<IngestedImage> {

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .as(stringType())
          .named("path")
          .required(BINARY)
          .as(stringType())
          .named("class")
          .required(BINARY)
          .as(stringType())
          .named("reason")
          .required(BINARY)
          .as(stringType())
          .named("detail")
          .required(INT64)
          .named("bytes")
          .named("quarantine");

  private final List<String> classes;
  private RecordWriter row;

  QuarantineSupport(List<String> classes) {
    this.classes = classes;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(SCHEMA, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    row = new RecordWriter(consumer, SCHEMA);
  }

  @Override
  public void write(IngestedImage image) {
    row.start();
    row.add(image.path());
    row.add(classes.get(image.label()));
    row.add(image.reason().id());
    row.add(image.detail());
    row.add(image.bytes());
    row.end();
  }
}
