package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes Parquet below a folder of the store. */
final class DatasetWriter {

  /** Small row groups let several tasks read one shard. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  private final SparkSession spark;
  private final ArtifactStore store;

  DatasetWriter(SparkSession spark, ArtifactStore store) {
    this.spark = spark;
    this.store = store;
  }

  /**
   * The good images of one split, a file a bucket, sorted within.
   *
   * @param images partitioned by {@link ShardPartitioner}
   * @param written which of them go to this folder
   */
  void shards(JavaRDD<IngestedImage> images, InBuckets written, String folder, Split split) {
    JavaRDD<Row> rows = images.filter(written).map(new ToShardRow());
    Dataset<Row> sorted =
        spark.createDataFrame(rows, ShardRows.SHARD).sortWithinPartitions("sha256", "path");
    write(sorted, folder + "/" + ParquetDataset.shards(split));
  }

  /** The bad images, in one file, sorted by path. */
  void quarantine(JavaRDD<IngestedImage> images, List<String> classes, String folder) {
    JavaRDD<Row> rows =
        images.filter(new BadImages()).map(new ToQuarantineRow(List.copyOf(classes)));
    Dataset<Row> sorted =
        spark.createDataFrame(rows, ShardRows.QUARANTINE).coalesce(1).sortWithinPartitions("path");
    write(sorted, folder + "/" + ParquetDataset.QUARANTINE);
  }

  private void write(Dataset<Row> rows, String path) {
    rows.write()
        .mode(SaveMode.ErrorIfExists)
        .option("parquet.block.size", ROW_GROUP_BYTES)
        // No two images are alike: a dictionary of them only costs.
        .option("parquet.enable.dictionary#pixels", "false")
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .parquet(store.resolve(path).toString());
  }
}
