package io.catwalk.pipeline.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Where Spark runs ({@code cluster.*}).
 *
 * @param master a Spark master URL; empty takes what spark-submit was given, else {@code local[*]}
 * @param logLevel Spark's own log: ERROR, WARN, INFO, DEBUG
 * @param spark further Spark settings, as they are
 * @param accelerator what executors compute on
 */
public record ClusterConfig(
    String master, String logLevel, Map<String, String> spark, AcceleratorConfig accelerator) {

  /** On processors. */
  public ClusterConfig(String master, String logLevel, Map<String, String> spark) {
    this(master, logLevel, spark, AcceleratorConfig.CPU);
  }

  public ClusterConfig {
    spark = Map.copyOf(spark);
  }

  private static final String HADOOP = "spark.hadoop.";

  /**
   * Hadoop's settings among what spark-submit was given, by system properties, and what the
   * configuration says, without Spark's prefix.
   */
  public Map<String, String> hadoop() {
    Map<String, String> settings = new HashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(key -> put(settings, key, System.getProperty(key)));
    spark.forEach((key, value) -> put(settings, key, value));
    return settings;
  }

  private static void put(Map<String, String> settings, String key, String value) {
    if (key.startsWith(HADOOP)) {
      settings.put(key.substring(HADOOP.length()), value);
    }
  }
}
