package io.catwalk.pipeline.dataset;

import java.io.Serializable;
import java.util.Iterator;
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

  /** What is done to a worker's examples of a split when they are laid out, once. */
  default Marking marking(Split split) {
    return examples -> examples;
  }

  /** Gives examples what the dataset does not store of them. */
  interface Marking extends Serializable {

    /** The same examples, in the same order; on an executor, which need not hold all of them. */
    Iterator<Example> mark(Iterator<Example> examples) throws Exception;
  }

  /** As {@link #examples}, with the facts that are stored of each image. */
  default JavaRDD<Example> describedExamples(SparkSession spark, Split split) {
    return examples(spark, split);
  }
}
