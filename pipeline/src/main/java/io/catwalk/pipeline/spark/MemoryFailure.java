package io.catwalk.pipeline.spark;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process of a job that ran out of memory, in whatever way Java, JavaCPP, libnd4j, Spark and
 * cluster managers say so. Known by text alone, so that nothing of Spark need be loaded.
 *
 * @param process the driver, or an executor and its host
 * @param cause what was full, and the words in which it was told
 * @param remedy the setting that mends it
 */
public record MemoryFailure(String process, String cause, String remedy) {

  /** What gives executors more outside the heap. */
  static final String EXECUTOR_OFF_HEAP =
      "give executors more outside the heap (--set cluster.off-heap=4g), or less to hold: fewer cores each"
          + " (cluster.spark.executor.cores), a smaller train.minibatch or data.shape";

  private static final Pattern OUTSIDE_THE_HEAP =
      Pattern.compile(
          "Physical memory usage is too high[^\\n]*|Failed to allocate memory within limits[^\\n]*"
              + "|Cannot allocate new \\w*Pointer[^\\n]*|std::bad_alloc|\\[(?:HOST|DEVICE)\\] allocation failed[^\\n]*"
              + "|Cannot reserve \\d+ bytes of direct buffer memory[^\\n]*|Direct buffer memory|(?i:failed to allocate \\d+ byte\\(s\\) of direct memory)[^\\n]*");
  private static final Pattern CONTAINER =
      Pattern.compile(
          "(?:Container killed by YARN for exceeding|[^\\n]*running beyond the '?PHYSICAL'? memory limit|[^\\n]*OOMKilled)[^\\n]*");
  private static final Pattern HEAP =
      Pattern.compile(
          "(?:java\\.lang\\.)?OutOfMemoryError(?:: [^\\n]*)?|Unable to acquire \\d+ bytes of memory[^\\n]*");

  /** With which Spark ends an executor that met an {@link OutOfMemoryError}. */
  private static final Pattern EXIT =
      Pattern.compile("(?i)(?:exited with (?:exit )?code|exit status:|exit code) 52\\b");

  /** In one line. */
  public String line() {
    return String.format(Locale.ROOT, "out of memory: %s: %s; %s", process, cause, remedy);
  }

  /** The same process and remedy. */
  MemoryFailure because(String otherCause) {
    return new MemoryFailure(process, otherCause, remedy);
  }

  /** Empty where something else failed. */
  public static Optional<MemoryFailure> among(Throwable failure) {
    Optional<TaskFailure> task = TaskFailure.among(failure);
    if (task.isPresent()) {
      return of(task.get());
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean thrown = cause instanceof OutOfMemoryError;
      String said = thrown ? cause.toString() : String.valueOf(cause.getMessage());
      Optional<MemoryFailure> found = full("the driver", true, said);
      if (thrown || found.isPresent()) {
        // JavaCPP says first what it wanted, and by its cause why it got none.
        return cause.getCause() == null ? found : among(cause.getCause()).or(() -> found);
      }
    }
    return Optional.empty();
  }

  private static Optional<MemoryFailure> of(TaskFailure task) {
    if (task.executor().equals("driver")) {
      return full("the driver", true, task.trace());
    }
    return ofExecutor(task.executor(), task.host(), task.trace());
  }

  /**
   * Of an executor that failed or ended.
   *
   * @param said what Spark told of that
   */
  static Optional<MemoryFailure> ofExecutor(String executor, String host, String said) {
    String process = "executor " + executor + " on " + host;
    return full(process, false, said).or(() -> ended(process, said));
  }

  private static Optional<MemoryFailure> full(String process, boolean driver, String said) {
    Optional<String> outside = last(OUTSIDE_THE_HEAP, said);
    Optional<String> container = last(CONTAINER, said);
    if (outside.isPresent() || container.isPresent()) {
      String words = outside.or(() -> container).orElseThrow();
      return Optional.of(
          new MemoryFailure(
              process,
              "networks and their data take more outside the heap than it may (" + words + ")",
              driver ? Remedy.DRIVER_OFF_HEAP : EXECUTOR_OFF_HEAP));
    }
    return last(HEAP, said)
        .map(
            words ->
                new MemoryFailure(
                    process,
                    "its heap is full (" + words + ")",
                    driver ? Remedy.DRIVER_HEAP : Remedy.EXECUTOR_HEAP));
  }

  private static Optional<MemoryFailure> ended(String process, String said) {
    return EXIT.matcher(said).find()
        ? Optional.of(
            new MemoryFailure(
                process,
                "Spark ended it for an OutOfMemoryError (exit code 52)",
                "its stderr says which memory: "
                    + Remedy.EXECUTOR_HEAP
                    + "; else "
                    + EXECUTOR_OFF_HEAP))
        : Optional.empty();
  }

  /** Causes stand behind what they caused. */
  private static Optional<String> last(Pattern pattern, String said) {
    return Stream.of(said)
        .flatMap(text -> pattern.matcher(text).results())
        .map(match -> match.group().strip())
        .reduce((first, second) -> second);
  }

  /** Settings, each with the way in which a user gives it. */
  private static final class Remedy {
    static final String DRIVER_HEAP =
        "give the driver a larger heap (spark-submit --driver-memory 4g, by CATWALK_SUBMIT_ARGS with these scripts)";
    static final String DRIVER_OFF_HEAP =
        "give the driver more, four times its heap by default (spark-submit --driver-memory 4g, by CATWALK_SUBMIT_ARGS with these scripts),"
            + " or it less to hold: fewer train.workers, a smaller train.minibatch or data.shape";
    static final String EXECUTOR_HEAP =
        "give executors a larger heap (--set cluster.spark.executor.memory=4g)";

    private Remedy() {}
  }
}
