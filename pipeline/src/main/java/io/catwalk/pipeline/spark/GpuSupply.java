package io.catwalk.pipeline.spark;

import io.catwalk.pipeline.CatwalkException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Option;

/**
 * The GPUs that executors have. Spark itself waits for them for ever, with a warning in its log.
 */
public final class GpuSupply {

  private GpuSupply() {}

  /**
   * Waits until there are so many, where GPUs were asked for.
   *
   * @param what needs them, for the message
   * @throws CatwalkException (cluster) when they do not come in time
   */
  public static void await(JavaSparkContext spark, int gpus, String what) {
    SparkConf conf = spark.getConf();
    if (!GpuTasks.wanted(conf)) {
      return;
    }
    long seconds = conf.getLong(GpuRequest.WAIT, 0);
    int found =
        GpuTasks.ownExecutors(conf)
            ? called(spark, gpus, seconds)
            : ExecutorArrivals.await(() -> count(spark), gpus, seconds, seconds, () -> false);
    if (found < gpus) {
      throw CatwalkException.cluster(
          String.format(
              Locale.ROOT,
              "%s: %d of %d GPUs came within %d s (train.gpu-wait); free some, ask for fewer, or see whether workers offer them (spark.worker.resource.gpu.amount, yarn.io/gpu)",
              what,
              found,
              gpus,
              seconds),
          null);
    }
  }

  /** Of an executor. */
  public static int of(ExecutorSummary executor) {
    Option<org.apache.spark.resource.ResourceInformation> gpu =
        executor.resources().get(GpuRequest.RESOURCE);
    return gpu.isEmpty() ? 0 : gpu.get().addresses().length;
  }

  private static int count(JavaSparkContext spark) {
    return ExecutorSlots.executors(spark, true).stream().mapToInt(GpuSupply::of).sum();
  }

  /** Executors that come for a stage alone: so there must be one. */
  private static int called(JavaSparkContext spark, int gpus, long seconds) {
    JavaFutureAction<List<Integer>> roll =
        GpuTasks.of(spark.parallelize(Collections.nCopies(gpus, 1), gpus)).collectAsync();
    try {
      roll.get(seconds, TimeUnit.SECONDS);
      return gpus;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw CatwalkException.cluster("Cannot ask for GPUs: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      roll.cancel(true);
    }
    return count(spark);
  }
}
