package io.catwalk.pipeline.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;

/** What the executors of an application offer at the moment. */
public final class ExecutorSlots {

  private final JavaSparkContext spark;

  public ExecutorSlots(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Tasks that each executor can run at once, by its id. */
  public Map<String, Integer> byExecutor() {
    int perTask = perTask(spark.getConf());
    boolean gpus = GpuTasks.wanted(spark.getConf());
    Map<String, Integer> slots = new LinkedHashMap<>();
    for (ExecutorSummary executor : executors(spark, true)) {
      // The driver of a cluster has none.
      if (executor.totalCores() > 0) {
        int cores = executor.totalCores() / perTask;
        slots.put(executor.id(), gpus ? Math.min(cores, GpuSupply.of(executor)) : cores);
      }
    }
    return slots;
  }

  /** Of all executors. */
  public int all() {
    return byExecutor().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Why those that ended did so, in Spark's words, a line each. */
  public List<String> ends() {
    return executors(spark, false).stream()
        .filter(executor -> !executor.isActive() && executor.removeReason().isDefined())
        .map(executor -> executor.removeReason().get().lines().findFirst().orElse(""))
        .toList();
  }

  /** Cores that a task takes. */
  static int perTask(SparkConf conf) {
    return conf.getInt("spark.task.cpus", 1);
  }

  /**
   * @param active whether those alone that have not ended
   */
  static List<ExecutorSummary> executors(JavaSparkContext spark, boolean active) {
    return ScalaBridge.executors(spark.sc(), active);
  }
}
