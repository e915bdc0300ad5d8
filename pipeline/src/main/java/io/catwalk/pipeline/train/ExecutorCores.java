package io.catwalk.pipeline.train;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/** The cores that executors offer at the moment. */
final class ExecutorCores {

  private final JavaSparkContext spark;

  ExecutorCores(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Tasks that each executor can run at once, by its id. */
  Map<String, Integer> slots() {
    Map<String, Integer> slots = new HashMap<>();
    for (ExecutorSummary executor :
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true))) {
      // The driver of a cluster has none.
      if (executor.totalCores() > 0) {
        slots.put(executor.id(), executor.totalCores() / perTask());
      }
    }
    return slots;
  }

  int total() {
    return perTask() * slots().values().stream().mapToInt(n -> n).sum();
  }

  /** Cores of one task. */
  int perTask() {
    return spark.getConf().getInt("spark.task.cpus", 1);
  }
}
