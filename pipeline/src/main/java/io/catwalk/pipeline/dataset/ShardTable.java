package io.catwalk.pipeline.dataset;

import io.catwalk.pipeline.storage.Location;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A stored dataset's good images as rows of {@link ShardRows#SHARD}, in no order. Parquet reads the
 * selected columns alone, so that what needs no pixels costs little.
 */
public final class ShardTable {

  private static final String[] BY_CONTENT = {"sha256"};

  private ShardTable() {}

  /** All splits. */
  public static Dataset<Row> of(SparkSession spark, StoredDataset dataset) {
    DatasetGrowth growth = dataset.manifest().growth();
    return growth == null
        ? read(spark, new Location(dataset.uri()).literal() + "/shards/split=*")
        : read(
            spark,
            growth.shards().values().stream()
                .flatMap(List::stream)
                .map(file -> literal(dataset, file))
                .toArray(String[]::new));
  }

  /** One split. */
  public static Dataset<Row> of(SparkSession spark, StoredDataset dataset, Split split) {
    DatasetGrowth growth = dataset.manifest().growth();
    return growth == null
        ? read(spark, literal(dataset, ParquetDataset.shards(split)))
        : read(
            spark,
            growth.shards().getOrDefault(split.id(), List.of()).stream()
                .map(file -> literal(dataset, file))
                .toArray(String[]::new));
  }

  /** Images whose content another dataset has not among its good ones. */
  public static Dataset<Row> fresh(SparkSession spark, StoredDataset before, StoredDataset now) {
    return without(of(spark, now), of(spark, before));
  }

  static Dataset<Row> without(Dataset<Row> some, Dataset<Row> others) {
    return some.join(others.select("sha256"), BY_CONTENT, "left_anti");
  }

  private static Dataset<Row> read(SparkSession spark, String... files) {
    return spark.read().schema(ShardRows.SHARD).parquet(files);
  }

  private static String literal(StoredDataset dataset, String file) {
    return new Location(dataset.uri() + "/" + file).literal();
  }
}
