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

  /**
   * What executors compute on ({@code train.accelerator}, {@code train.gpu-wait}, {@code
   * cluster.off-heap}, {@code cluster.cuda-libraries}).
   *
   * @param gpu whether by GPUs, one a task; else by processors
   * @param waitSeconds how long GPUs are waited for
   * @param offHeap memory outside an executor's heap that networks may take, such as {@code 4g};
   *     empty for as much as the heap
   * @param cudaLibraries folder on executors that is looked into first; empty for none
   */
  public record AcceleratorConfig(
      boolean gpu, int waitSeconds, String offHeap, String cudaLibraries) {

    /** What reference.conf says. */
    public static final AcceleratorConfig CPU = new AcceleratorConfig(false, 30, "", "");
  }
}
