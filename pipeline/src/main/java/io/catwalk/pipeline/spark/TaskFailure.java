package io.catwalk.pipeline.spark;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The task that failed a Spark job, out of what Spark says on the driver: there an executor's
 * exception is text. Every reader of Spark's failures reads them here.
 *
 * @param partition that it computed, 0-based
 * @param host where it ran, as Spark calls it
 * @param executor its id; {@code driver} for a local master
 * @param trace what it threw, stack trace and causes included, or how its executor ended
 */
public record TaskFailure(int partition, String host, String executor, String trace) {

  private static final Pattern LOST_TASK =
      Pattern.compile(
          "Lost task (?<partition>\\d+)\\.\\d+ in stage [\\d.]+ \\(TID \\d+\\) \\((?<host>\\S+) executor (?<executor>[^)]+)\\): (?<trace>.*)",
          Pattern.DOTALL);
  private static final Pattern CAUSED_BY = Pattern.compile("(?m)^Caused by: (.+)$");
  private static final String DRIVERS_TRACE = "\nDriver stacktrace:";

  /** The first that a failure or one of its causes tells of; empty where no task failed. */
  public static Optional<TaskFailure> among(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher lost = LOST_TASK.matcher(String.valueOf(cause.getMessage()));
      if (lost.find()) {
        return Optional.of(
            new TaskFailure(
                Integer.parseInt(lost.group("partition")),
                lost.group("host"),
                lost.group("executor"),
                lost.group("trace").split(DRIVERS_TRACE, 2)[0]));
      }
    }
    return Optional.empty();
  }

  /** What was thrown first, deepest: type and message, in a line. */
  public String error() {
    return deepest(trace);
  }

  /** Where and what, in a line: also of a failure that is no task's. */
  public static String inALine(Throwable failure) {
    return among(failure)
        .map(task -> "on " + task.host + " executor " + task.executor + ": " + task.error())
        .orElseGet(() -> deepest(String.valueOf(failure.getMessage()).split(DRIVERS_TRACE, 2)[0]));
  }

  private static String deepest(String trace) {
    String error = trace.lines().findFirst().orElse("");
    Matcher cause = CAUSED_BY.matcher(trace);
    while (cause.find()) {
      error = cause.group(1);
    }
    return error.strip();
  }
}
