package io.catwalk.pipeline.spark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Waits for executors to register: a master tells neither how many there will be nor when. Spark's
 * status store hears of an arrival a little after its listeners do, so it is asked again and again.
 */
public final class ExecutorArrivals {

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Executors of one application start within moments of each other. */
  private static final long QUIET_SECONDS = 5;

  /** So many that started and ended tell that the next will, too. */
  private static final int HOPELESS = 3;

  private ExecutorArrivals() {}

  /**
   * Returns once there are so many slots; or when some executor is there and none came for five
   * seconds; or when one after the other ends; or after the given time. With dynamic allocation
   * they are asked for: Spark itself brings executors only for tasks that wait for long. Local mode
   * has its one executor from the start.
   *
   * @return slots that there are
   */
  public static int await(JavaSparkContext spark, int wanted, long seconds) {
    ExecutorSlots slots = new ExecutorSlots(spark);
    int found = slots.all();
    if (found >= wanted || spark.isLocal()) {
      return found;
    }
    SparkConf conf = spark.getConf();
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false) && !GpuTasks.wanted(conf)) {
      int each = Math.max(1, conf.getInt("spark.executor.cores", 1) / ExecutorSlots.perTask(conf));
      spark.sc().requestExecutors((wanted - found + each - 1) / each);
    }
    int ended = slots.ends().size();
    return await(
        slots::all,
        wanted,
        seconds,
        QUIET_SECONDS,
        () -> spark.sc().isStopped() || slots.ends().size() - ended >= HOPELESS);
  }

  /**
   * @param quietSeconds without one more after which no further one is expected
   * @param inVain whether to give up
   */
  static int await(
      IntSupplier count, int wanted, long seconds, long quietSeconds, BooleanSupplier inVain) {
    long began = System.nanoTime();
    long changed = began;
    int found = count.getAsInt();
    long now = began;
    while (found < wanted
        && now - began < TimeUnit.SECONDS.toNanos(seconds)
        && (found == 0 || now - changed < TimeUnit.SECONDS.toNanos(quietSeconds))
        && !inVain.getAsBoolean()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      now = System.nanoTime();
      int current = count.getAsInt();
      changed = current > found ? now : changed;
      found = current;
    }
    return found;
  }
}
