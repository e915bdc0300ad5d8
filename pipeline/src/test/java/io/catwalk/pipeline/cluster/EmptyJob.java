package io.catwalk.pipeline.cluster;

import org.apache.spark.sql.SparkSession;

/** Starts Spark and ends: what any job costs before it does anything. */
public final class EmptyJob {
  private EmptyJob() {}

  public static void main(String[] arguments) {
    SparkSession.builder().appName("empty").getOrCreate().close();
  }
}
