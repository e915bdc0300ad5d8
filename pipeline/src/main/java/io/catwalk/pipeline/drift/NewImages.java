package io.catwalk.pipeline.drift;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.ShardRows;
import io.catwalk.pipeline.dataset.ShardTable;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Images that are compared with those that a network was trained on.
 *
 * @param name for people
 * @param shape of all
 * @param counts class → images
 * @param table with the columns of {@link ShardRows#FACTS}, a row an image
 * @param examples with their pixels; others may be among them
 * @param notes what a reader must know of them, a sentence each
 */
public record NewImages(
    String name,
    ImageShape shape,
    Map<String, Long> counts,
    Dataset<Row> table,
    JavaRDD<Example> examples,
    List<String> notes) {

  public NewImages {
    counts = Map.copyOf(counts);
    notes = List.copyOf(notes);
  }

  /** Those of a dataset whose content another one has not. */
  static NewImages of(SparkSession spark, StoredDataset before, StoredDataset now) {
    DatasetManifest manifest = now.manifest();
    Dataset<Row> fresh = ShardTable.fresh(spark, before, now);
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : fresh.groupBy("label").count().collectAsList()) {
      counts.put(manifest.classes().get(row.getInt(0)), row.getLong(1));
    }
    JavaRDD<Example> all = now.examples(spark, Split.TRAIN);
    for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
      all = all.union(now.examples(spark, split));
    }
    return new NewImages(
        DriftMeter.name(manifest), manifest.shape(), counts, fresh, all, List.of());
  }
}
