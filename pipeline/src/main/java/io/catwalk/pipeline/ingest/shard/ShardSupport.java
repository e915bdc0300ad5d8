package io.catwalk.pipeline.ingest.shard;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import io.catwalk.pipeline.dataset.ShardRows;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Good images as Spark reads them by {@link ShardRows#SHARD}. */
final class ShardSupport extends ImageSupport {

  static final String PIXELS = "pixels";

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .named(PIXELS)
          .required(INT32)
          .named("label")
          .required(BINARY)
          .as(stringType())
          .named("path")
          .required(BINARY)
          .as(stringType())
          .named("sha256")
          .required(INT32)
          .named("source_width")
          .required(INT32)
          .named("source_height")
          .required(DOUBLE)
          .named("brightness")
          .optionalMap()
          .key(Types.required(BINARY).as(stringType()).named("key"))
          .value(Types.required(BINARY).as(stringType()).named("value"))
          .named("attributes")
          .named("shard");

  ShardSupport() {
    super(SCHEMA);
  }

  @Override
  void say(IngestedImage image, RecordWriter row) {
    row.add(Binary.fromConstantByteArray(image.pixels()));
    row.add(image.label());
    row.add(image.path());
    row.add(image.sha256());
    row.add(image.sourceWidth());
    row.add(image.sourceHeight());
    row.add(image.brightness());
    row.add(image.attributes());
  }
}
