package io.catwalk.pipeline;

import org.apache.spark.sql.SparkSession;

/** The Spark of unit tests: one session for all of them, in this JVM, on two cores. */
public final class LocalSpark {

  private LocalSpark() {}

  public static SparkSession session() {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .appName("unit tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    session.sparkContext().setLogLevel("WARN");
    return session;
  }
}
