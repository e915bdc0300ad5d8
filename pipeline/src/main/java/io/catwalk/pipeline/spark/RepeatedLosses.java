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
 * Notices that executors run out of memory or are killed again and again while nothing gets done:
 * cluster managers replace such executors for ever, so that the job would never end.
 *
 * <p>Executors that are lost together count once. So another one counts only if it was started
 * after the last one that counted.
 */
public final class RepeatedLosses extends SparkListener implements AutoCloseable {

  /** As often as Spark lets a task fail before it gives up the job. */
  private static final int TOO_OFTEN = 4;

  private final SparkContext spark;

  /** Hosts, by id, of executors that were started after the last one that counted. */
  private final Map<String, String> started = new HashMap<>();

  private int full;
  private int killed;
  private Optional<String> last = Optional.empty();

  private RepeatedLosses(SparkContext spark) {
    this.spark = spark;
  }

  /** Listens until it is closed. */
  public static RepeatedLosses of(SparkContext spark) {
    RepeatedLosses listener = new RepeatedLosses(spark);
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
    if (full + killed > 0 && host.isEmpty()) {
      return;
    }
    Optional<MemoryFailure> memory =
        MemoryFailure.ofExecutor(removed.executorId(), host, removed.reason());
    if (memory.isPresent()) {
      full++;
      last = memory.map(failure -> failure.because(failure.cause() + others()).line());
      started.clear();
    } else if (KilledExecutor.says(removed.reason())) {
      killed++;
      last =
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "executors are killed again and again: executor %s on %s (exit code 137)%s, and no round was done in between; %s",
                  removed.executorId(),
                  host,
                  others(),
                  KilledExecutor.HINT));
      started.clear();
    }
  }

  private String others() {
    return full == 0 || killed == 0
        ? String.format(Locale.ROOT, ", like the %d before it", full + killed - 1)
        : String.format(
            Locale.ROOT, ", the last of %d that ran out of memory and %d killed", full, killed);
  }

  /** Something got done: what was counted before counts no more. */
  public synchronized void progressed() {
    full = 0;
    killed = 0;
    last = Optional.empty();
  }

  /** What to tell, in a line, once there were so many in a row that the next try is no use. */
  public synchronized Optional<String> inVain() {
    return last.filter(line -> full + killed >= TOO_OFTEN);
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
