package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.spark.JobMetrics;
import java.io.Serializable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts images where they are read; Spark's pages show both under these names.
 *
 * @param done good or bad
 * @param bad put into quarantine
 */
record ImageCounts(LongAccumulator done, LongAccumulator bad) implements Serializable {

  private static final long serialVersionUID = 1L;

  static ImageCounts of(SparkSession spark) {
    return new ImageCounts(
        spark.sparkContext().longAccumulator("images read"),
        spark.sparkContext().longAccumulator("images quarantined"));
  }

  /** Shows them in Spark's metrics system; on the driver. */
  JobMetrics show() {
    long began = System.nanoTime();
    return new JobMetrics("ingest")
        .with("images", () -> done.value())
        .with("quarantined", () -> bad.value())
        .with("images_per_second", () -> done.value() / ((System.nanoTime() - began) / 1e9))
        .show();
  }
}
