package io.catwalk.pipeline.spark;

import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Tells of each executor that Spark gives up: one that ended, or that is silent for too long. */
public final class ExecutorRemovals extends SparkListener implements AutoCloseable {

  private final SparkContext spark;
  private final Consumer<String> hears;

  private ExecutorRemovals(SparkContext spark, Consumer<String> hears) {
    this.spark = spark;
    this.hears = hears;
  }

  /**
   * @param hears the executor's id, on a thread of Spark's which it must not keep waiting
   */
  public static ExecutorRemovals of(SparkContext spark, Consumer<String> hears) {
    ExecutorRemovals removals = new ExecutorRemovals(spark, hears);
    spark.addSparkListener(removals);
    return removals;
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    hears.accept(removed.executorId());
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
