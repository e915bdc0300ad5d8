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

  /** Spark's settings: what spark-submit was given, by system properties, and these over it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(key -> settings.put(key, System.getProperty(key)));
    settings.putAll(spark);
    return settings;
  }
}
