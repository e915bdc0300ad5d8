package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.spark.ExecutorArrivals;
import io.catwalk.pipeline.spark.RollCall;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A slot for each worker. */
public final class WorkerSlots {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerSlots.class);
  private static final long MOST_SECONDS = 60;

  private WorkerSlots() {}

  /**
   * Waits until executors offer a slot to each worker and can use it, or no more of them come:
   * workers that are dealt to the first one stay there.
   */
  public static void await(JavaSparkContext spark, int workers) {
    int found = ExecutorArrivals.await(spark, workers, MOST_SECONDS);
    if (found >= workers && !spark.isLocal()) {
      RollCall.take(spark, workers, MOST_SECONDS);
    }
    if (found < workers) {
      LOG.warn("{} cores for {} workers: some will wait for others in every round", found, workers);
    }
  }
}
