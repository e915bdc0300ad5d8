package io.catwalk.pipeline.spark;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * Notices that executors run out of memory again and again while nothing gets done: cluster
 * managers replace such executors for ever, so that the job would never end.
 *
 * <p>Executors that are lost together count once. So another one counts only if it was started
 * after the last one that counted.
 */
public final class RepeatedOutOfMemory extends SparkListener implements AutoCloseable {

  /** As often as Spark lets a task fail before it gives up the job. */
  private static final int TOO_OFTEN = 4;

  private final SparkContext spark;

  /** Hosts, by id, of executors that were started after the last one that counted. */
  private final Map<String, String> started = new HashMap<>();

  private int count;
  private Optional<MemoryFailure> last = Optional.empty();

  private RepeatedOutOfMemory(SparkContext spark) {
    this.spark = spark;
  }

  /** Listens until it is closed. */
  public static RepeatedOutOfMemory of(SparkContext spark) {
    RepeatedOutOfMemory listener = new RepeatedOutOfMemory(spark);
    spark.addSparkListener(listener);
    return listener;
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    started.put(added.executorId(), added.executorInfo().executorHost());
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    String host = started.getOrDefault(removed.executorId(), "");
    Optional<MemoryFailure> failure =
        MemoryFailure.ofExecutor(removed.executorId(), host, removed.reason());
    if (failure.isPresent() && (count == 0 || !host.isEmpty())) {
      last = failure;
      count++;
      started.clear();
    }
  }

  /** Something got done: what was counted before counts no more. */
  public synchronized void progressed() {
    count = 0;
    last = Optional.empty();
  }

  /** The last failure, once there were so many in a row that the next try is no use. */
  public synchronized Optional<MemoryFailure> inVain() {
    return last.filter(failure -> count >= TOO_OFTEN)
        .map(
            failure ->
                new MemoryFailure(
                    failure.process(),
                    String.format(
                        Locale.ROOT, "%s, like the %d before it", failure.cause(), count - 1),
                    failure.remedy()));
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
