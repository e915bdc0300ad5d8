package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.dataset.ShardRows;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Bad images that a dataset has left out already: files of the same content, or of the same path
 * and length where nothing of the content is known.
 *
 * @param files what tells them
 */
public record KnownBadImages(HashTable files) implements Function<IngestedImage, Boolean> {

  public static KnownBadImages of(SparkSession spark, StoredDataset dataset) {
    List<String> files = new ArrayList<>();
    for (Row row :
        spark
            .read()
            .schema(ShardRows.QUARANTINE)
            .parquet(dataset.uri() + "/" + ParquetDataset.QUARANTINE)
            .select("path", "bytes", "sha256")
            .collectAsList()) {
      files.add(listed(row.getString(0), row.getLong(1)));
      // Lists of older versions of Catwalk have none, and files that cannot be read neither.
      if (!row.isNullAt(2) && !row.getString(2).isEmpty()) {
        files.add(row.getString(2));
      }
    }
    return new KnownBadImages(HashTable.of(files));
  }

  private static String listed(String path, long bytes) {
    return path + "\0" + bytes;
  }

  @Override
  public Boolean call(IngestedImage image) {
    return !image.good()
        && (files.contains(listed(image.path(), image.bytes()))
            || (!image.sha256().isEmpty() && files.contains(image.sha256())));
  }

  /** The class of an image. */
  private record LabelOf() implements Function<IngestedImage, Integer> {
    @Override
    public Integer call(IngestedImage image) {
      return image.label();
    }
  }

  /** How many of these images are such, a label. */
  public long[] perLabel(JavaRDD<IngestedImage> images, int labels) {
    long[] counts = new long[labels];
    Map<Integer, Long> found = images.filter(this).map(new LabelOf()).countByValue();
    found.forEach((label, count) -> counts[label] = count);
    return counts;
  }
}
