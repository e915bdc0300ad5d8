package io.catwalk.pipeline.train;

import io.catwalk.pipeline.spark.GpuSupply;
import io.catwalk.pipeline.spark.GpuTasks;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/** The cores that executors offer at the moment. */
final class ExecutorCores {

  private final JavaSparkContext spark;

  ExecutorCores(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Waits until executors offer a slot to each worker, or until no more of them come: a master
   * tells neither how many there will be nor when, and workers that are dealt to the first one stay
   * there.
   */
  static void await(JavaSparkContext spark, int workers) {
    new ExecutorArrivals(spark).await(new ExecutorCores(spark), workers);
  }

  /** Tasks that each executor can run at once, by its id. */
  Map<String, Integer> slots() {
    int perTask = perTask(spark.getConf());
    boolean gpus = GpuTasks.wanted(spark.getConf());
    Map<String, Integer> slots = new HashMap<>();
    for (ExecutorSummary executor :
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true))) {
      // The driver of a cluster has none.
      if (executor.totalCores() > 0) {
        int cores = executor.totalCores() / perTask;
        slots.put(executor.id(), gpus ? Math.min(cores, GpuSupply.of(executor)) : cores);
      }
    }
    return slots;
  }

  /** Cores that a task takes. */
  static int perTask(SparkConf conf) {
    return conf.getInt("spark.task.cpus", 1);
  }

  int allSlots() {
    return slots().values().stream().mapToInt(n -> n).sum();
  }
}
