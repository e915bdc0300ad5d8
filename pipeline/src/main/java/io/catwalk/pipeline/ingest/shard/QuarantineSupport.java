package io.catwalk.pipeline.ingest.shard;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.catwalk.pipeline.dataset.ShardRows;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Bad images as Spark reads them by {@link ShardRows#QUARANTINE}. */
final class QuarantineSupport extends ImageSupport {

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
          .required(BINARY)
          .as(stringType())
          .named("sha256")
          .named("quarantine");

  private final List<String> classes;

  QuarantineSupport(List<String> classes) {
    super(SCHEMA);
    this.classes = classes;
  }

  @Override
  void say(IngestedImage image, RecordWriter row) {
    row.add(image.path());
    row.add(classes.get(image.label()));
    row.add(image.reason().id());
    row.add(image.detail());
    row.add(image.bytes());
    row.add(image.sha256());
  }
}
