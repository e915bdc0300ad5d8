package io.catwalk.pipeline.train;

import io.catwalk.pipeline.spark.GpuTasks;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for executors to register. */
final class ExecutorArrivals extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorArrivals.class);

  /** Executors of one application start within moments of each other. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final JavaSparkContext spark;

  ExecutorArrivals(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    notifyAll();
  }

  /**
   * Returns once there are as many slots as workers; or when some executor is there and none came
   * for five seconds; or after a minute. With dynamic allocation they are asked for: rounds are too
   * short for Spark to see that tasks wait, and all workers would stay on one executor.
   */
  void await(ExecutorCores cores, int workers) {
    int slots = cores.allSlots();
    if (slots >= workers) {
      return;
    }
    SparkConf conf = spark.getConf();
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false) && !GpuTasks.wanted(conf)) {
      int each = Math.max(1, conf.getInt("spark.executor.cores", 1) / ExecutorCores.perTask(conf));
      spark.sc().requestExecutors((workers - slots + each - 1) / each);
    }
    spark.sc().addSparkListener(this);
    try {
      int found = waitFor(cores, workers);
      if (found < workers) {
        LOG.warn(
            "{} cores for {} workers: some will wait for others in every round", found, workers);
      }
    } finally {
      spark.sc().removeSparkListener(this);
    }
  }

  private synchronized int waitFor(ExecutorCores cores, int workers) {
    long began = System.nanoTime();
    long changed = began;
    int found = cores.allSlots();
    long now = began;
    while (found < workers
        && now - began < MOST_NANOS
        && (found == 0 || now - changed < QUIET_NANOS)) {
      try {
        // The status store hears of an arrival a little after or before this listener does.
        wait(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
      now = System.nanoTime();
      int current = cores.allSlots();
      changed = current > found ? now : changed;
      found = current;
    }
    return found;
  }
}
