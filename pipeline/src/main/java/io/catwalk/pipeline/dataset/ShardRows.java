package io.catwalk.pipeline.dataset;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import org.apache.spark.sql.types.StructType;

/** Columns of the Parquet files. */
public final class ShardRows {

  static final StructType SHARD =
      new StructType()
          .add("pixels", BinaryType, false)
          .add("label", IntegerType, false)
          .add("path", StringType, false)
          .add("sha256", StringType, false)
          .add("source_width", IntegerType, false)
          .add("source_height", IntegerType, false)
          .add("brightness", DoubleType, false)
          .add("attributes", createMapType(StringType, StringType, false), true);

  /** What is known of an image beside pixels and class: some of the columns of a shard. */
  public static final StructType FACTS =
      new StructType()
          .add("sha256", StringType, false)
          .add("path", StringType, false)
          .add("source_width", IntegerType, false)
          .add("source_height", IntegerType, false)
          .add("brightness", DoubleType, false);

  public static final StructType QUARANTINE =
      new StructType()
          .add("path", StringType, false)
          .add("class", StringType, false)
          .add("reason", StringType, false)
          .add("detail", StringType, false)
          .add("bytes", LongType, false)
          // Of files alone that could be read; null in lists that older versions of Catwalk wrote.
          .add("sha256", StringType, true);

  private ShardRows() {}
}
