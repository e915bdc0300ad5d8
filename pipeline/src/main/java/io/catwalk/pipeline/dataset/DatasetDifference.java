package io.catwalk.pipeline.dataset;

import io.catwalk.pipeline.dataset.DatasetGrowth.Totals;
import io.catwalk.pipeline.storage.Location;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a dataset holds beside another one, told by the content of the files: their SHA-256. Their
 * names, times of change and the way in which either dataset was made play no part.
 *
 * @param fresh images whose content the other has not, good ones and bad ones
 * @param removed contents that the other has and this has not
 */
public record DatasetDifference(Totals fresh, long removed) {

  private static final String LEFT_ANTI = "left_anti";

  /**
   * As a Spark job, which reads no pixels.
   *
   * @param before the other; empty for none
   */
  public static DatasetDifference of(
      SparkSession spark, Optional<StoredDataset> before, StoredDataset now) {
    Dataset<Row> good = good(spark, now);
    Dataset<Row> bad = bad(spark, now);
    if (before.isEmpty()) {
      return new DatasetDifference(totals(good, bad.count()), 0);
    }
    Dataset<Row> goodBefore = good(spark, before.get()).select("sha256");
    Dataset<Row> badBefore = bad(spark, before.get());
    Dataset<Row> freshBad =
        bad.join(badBefore.select("path", "bytes"), new String[] {"path", "bytes"}, LEFT_ANTI)
            .join(badBefore.select("sha256"), new String[] {"sha256"}, LEFT_ANTI);
    return new DatasetDifference(
        totals(ShardTable.without(good, goodBefore), freshBad.count()),
        ShardTable.without(goodBefore.distinct(), good).count());
  }

  private static Dataset<Row> good(SparkSession spark, StoredDataset dataset) {
    return ShardTable.of(spark, dataset)
        .select("sha256", "source_width", "source_height", "brightness");
  }

  /** A list of an older version of Catwalk has no SHA-256: no file is the same as null. */
  private static Dataset<Row> bad(SparkSession spark, StoredDataset dataset) {
    return spark
        .read()
        .schema(ShardRows.QUARANTINE)
        .parquet(new Location(dataset.uri() + "/" + ParquetDataset.QUARANTINE).literal())
        .selectExpr("path", "bytes", "nullif(sha256, '') AS sha256");
  }

  private static Totals totals(Dataset<Row> good, long bad) {
    Row row =
        good.selectExpr(
                "count(*)",
                "coalesce(avg(source_width), 0D)",
                "coalesce(avg(source_height), 0D)",
                "coalesce(avg(brightness), 0D)")
            .first();
    return new Totals(row.getLong(0), bad, row.getDouble(1), row.getDouble(2), row.getDouble(3));
  }
}
