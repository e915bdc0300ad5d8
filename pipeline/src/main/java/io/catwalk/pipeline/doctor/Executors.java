package io.catwalk.pipeline.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/** The executors of an application: those that are there, and those that were. */
final class Executors {

  private static final long LOOK_AGAIN_MILLIS = 200;

  /** Executors of one application start within moments of each other. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** So many that started and ended tell that the next will, too. */
  private static final int HOPELESS = 3;

  private final JavaSparkContext spark;

  Executors(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Tasks that each can run at once, by its id. */
  Map<String, Integer> slots() {
    int perTask = spark.getConf().getInt("spark.task.cpus", 1);
    Map<String, Integer> slots = new LinkedHashMap<>();
    for (ExecutorSummary executor : list(true)) {
      if (executor.totalCores() > 0) {
        slots.put(executor.id(), executor.totalCores() / perTask);
      }
    }
    return slots;
  }

  /** A task for every slot: where all are free, every executor gets its own. */
  List<Integer> tasks() {
    int all = slots().values().stream().mapToInt(n -> n).sum();
    return IntStream.range(0, Math.max(1, all)).boxed().toList();
  }

  /** Why those that ended did so, in Spark's words. */
  List<String> ends() {
    return list(false).stream()
        .filter(executor -> !executor.isActive() && executor.removeReason().isDefined())
        .map(executor -> executor.removeReason().get().lines().findFirst().orElse(""))
        .toList();
  }

  /**
   * Waits until there are so many slots, or until no more executors come, or the master has given
   * the application up.
   *
   * @return whether there is any executor
   */
  boolean await(int wanted, int seconds) {
    long began = System.nanoTime();
    long changed = began;
    int found = total();
    while (found < wanted && ends().size() < HOPELESS && !spark.sc().isStopped()) {
      long now = System.nanoTime();
      boolean late = now - began > TimeUnit.SECONDS.toNanos(seconds);
      if (late || found > 0 && now - changed > QUIET_NANOS) {
        break;
      }
      pause();
      int current = total();
      changed = current > found ? System.nanoTime() : changed;
      found = current;
    }
    return found > 0;
  }

  private int total() {
    return slots().values().stream().mapToInt(n -> n).sum();
  }

  private List<ExecutorSummary> list(boolean active) {
    return JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(active));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while executors were awaited", e);
    }
  }
}
