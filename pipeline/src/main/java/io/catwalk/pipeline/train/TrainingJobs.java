package io.catwalk.pipeline.train;

import org.apache.spark.api.java.JavaSparkContext;

/** The Spark jobs of a training, as one group. */
record TrainingJobs(JavaSparkContext spark) {

  private static final String GROUP = "train";

  /** What Spark's UI calls those that follow. */
  void describe(String what) {
    spark.setJobGroup(GROUP, "train: " + what, false);
  }

  /** Ends those that run. */
  void cancel() {
    spark.cancelJobGroup(GROUP);
  }
}
