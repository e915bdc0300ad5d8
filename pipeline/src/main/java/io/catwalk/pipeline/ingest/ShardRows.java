package io.catwalk.pipeline.ingest;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of the Parquet files, and back. */
final class ShardRows {

  static final StructType SHARD =
      new StructType()
          .add("pixels", BinaryType, false)
          .add("label", IntegerType, false)
          .add("path", StringType, false)
          .add("sha256", StringType, false)
          .add("source_width", IntegerType, false)
          .add("source_height", IntegerType, false)
          .add("brightness", DoubleType, false);

  static final StructType QUARANTINE =
      new StructType()
          .add("path", StringType, false)
          .add("class", StringType, false)
          .add("reason", StringType, false)
          .add("detail", StringType, false)
          .add("bytes", LongType, false);

  private ShardRows() {}

  /** Good images of one split. */
  record InSplit(Split split) implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return image.split() == split;
    }
  }

  /** Good images. */
  record Good() implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return image.good();
    }
  }

  /** Images that were left out. */
  record Bad() implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return !image.good();
    }
  }

  /** {@link #SHARD}. */
  record ToShard() implements Function<IngestedImage, Row> {
    @Override
    public Row call(IngestedImage image) {
      return RowFactory.create(
          image.pixels(),
          image.label(),
          image.path(),
          image.sha256(),
          image.sourceWidth(),
          image.sourceHeight(),
          image.brightness());
    }
  }

  /** {@link #QUARANTINE}. */
  record ToQuarantine(List<String> classes) implements Function<IngestedImage, Row> {
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

  /** An example from the first four columns of {@link #SHARD}. */
  record ToExample() implements Function<Row, Example> {
    @Override
    public Example call(Row row) {
      return new Example((byte[]) row.get(0), row.getInt(1), row.getString(2), row.getString(3));
    }
  }

  /** The example of an image. */
  record Unstored() implements Function<IngestedImage, Example> {
    @Override
    public Example call(IngestedImage image) {
      return image.example();
    }
  }
}
