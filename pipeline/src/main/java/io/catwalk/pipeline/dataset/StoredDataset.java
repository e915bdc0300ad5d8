package io.catwalk.pipeline.dataset;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** A dataset in storage: its manifest and a way to its examples. */
public interface StoredDataset {

  DatasetManifest manifest();

  /** Full URI of its folder. */
  String uri();

  /**
   * The examples of one split, in the stored order, which depends on the content alone (by bucket
   * of the SHA-256, then SHA-256, then path). Nothing is cached.
   */
  JavaRDD<Example> examples(SparkSession spark, Split split);

  /** As {@link #examples}, with the facts that are stored of each image. */
  default JavaRDD<Example> describedExamples(SparkSession spark, Split split) {
    return examples(spark, split);
  }
}
