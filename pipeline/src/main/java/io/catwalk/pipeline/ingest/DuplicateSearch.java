package io.catwalk.pipeline.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Counts files that hold the same bytes or, once resized, the same pixels, on the executors. */
final class DuplicateSearch {

  private static final int SHOWN = 20;

  private final SparkSession spark;

  DuplicateSearch(SparkSession spark) {
    this.spark = spark;
  }

  DatasetManifest.Duplicates among(JavaRDD<IngestedImage> images) {
    JavaRDD<Row> rows = images.filter(new ShardRows.Good()).map(new ShardRows.ToFingerprint());
    Dataset<Row> groups = groups(spark.createDataFrame(rows, ShardRows.FINGERPRINTS)).cache();
    try {
      Row totals =
          groups
              .agg(
                  coalesce(sum(col("same_bytes")), lit(0L)),
                  coalesce(sum(when(col("distinct").gt(1), col("files"))), lit(0L)),
                  coalesce(sum(when(expr("bit_count(splits)").gt(1), col("files"))), lit(0L)))
              .first();
      List<List<String>> examples = new ArrayList<>();
      for (Row row : groups.orderBy("first").limit(SHOWN).collectAsList()) {
        examples.add(List.of(row.getAs("first"), row.<String>getAs("last")));
      }
      return new DatasetManifest.Duplicates(
          totals.getLong(0), totals.getLong(1), totals.getLong(2), examples);
    } finally {
      groups.unpersist();
    }
  }

  /**
   * One row a set of files with the same pixels, of two files or more; same bytes give the same
   * pixels.
   */
  private static Dataset<Row> groups(Dataset<Row> rows) {
    return rows.groupBy("pixel_hash", "sha256")
        .agg(
            count(lit(1)).as("n"),
            min("path").as("first"),
            max("path").as("last"),
            expr("bit_or(shiftleft(1, split))").as("splits"))
        .groupBy("pixel_hash")
        .agg(
            sum("n").as("files"),
            count(lit(1)).as("distinct"),
            sum(when(col("n").gt(1), col("n")).otherwise(0L)).as("same_bytes"),
            min("first").as("first"),
            max("last").as("last"),
            expr("bit_or(splits)").as("splits"))
        .where(col("files").gt(1));
  }
}
