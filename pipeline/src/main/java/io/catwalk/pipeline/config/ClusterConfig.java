package io.catwalk.pipeline.config;

import java.util.Map;

/**
 * Where Spark runs ({@code cluster.*}).
 *
 * @param master a Spark master URL; empty takes what spark-submit was given, else {@code local[*]}
 * @param logLevel Spark's own log: ERROR, WARN, INFO, DEBUG
 * @param spark further Spark settings, as they are
 */
public record ClusterConfig(String master, String logLevel, Map<String, String> spark) {

  public ClusterConfig {
    spark = Map.copyOf(spark);
  }
}
