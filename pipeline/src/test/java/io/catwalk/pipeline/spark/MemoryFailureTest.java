package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever says that memory was full is told as process, cause and remedy. */
class MemoryFailureTest {

  /** What Spark 3.5 says of a task on an executor. */
  private static SparkException lost(String executor, String trace) {
    return new SparkException(
        "Job aborted due to stage failure: Task 1 in stage 9.0 failed 4 times, most recent failure: Lost task 1.3 in"
            + " stage 9.0 (TID 40) (10.0.0.7 executor "
            + executor
            + "): "
            + trace
            + "\nDriver stacktrace:\n\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages");
  }

  private static MemoryFailure told(Throwable failure) {
    return MemoryFailure.among(failure).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "java.lang.OutOfMemoryError: Java heap space\\n\\tat a.B.c|its heap is full (java.lang.OutOfMemoryError: Java heap space)|cluster.spark.executor.memory",
        "java.lang.OutOfMemoryError: GC overhead limit exceeded|its heap is full|cluster.spark.executor.memory",
        "java.lang.OutOfMemoryError: Cannot allocate new LongPointer(4): totalBytes = 2320, physicalBytes = 8266M\\n\\tat a.B.c\\nCaused by: java.lang.OutOfMemoryError: Physical memory usage is too high: physicalBytes (8266M) > maxPhysicalBytes (8192M)|(Physical memory usage is too high: physicalBytes (8266M) > maxPhysicalBytes (8192M))|cluster.off-heap",
        "java.lang.RuntimeException: Allocation failed: [[HOST] allocation failed: [Out of memory]]|outside the heap|cluster.off-heap",
        "java.lang.OutOfMemoryError: Cannot reserve 4096 bytes of direct buffer memory (allocated: 1, limit: 2)|outside the heap|cluster.off-heap",
        "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Command exited with code 52|exit code 52|cluster.spark.executor.memory",
        "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding physical memory limits. 2.5 GB of 2.5 GB physical memory used.|2.5 GB of 2.5 GB|cluster.off-heap",
        "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM).\\n\\n\\t termination reason: OOMKilled|OOMKilled|cluster.off-heap",
      })
  void anExecutorsOfWhateverKind(String trace, String cause, String remedy) {
    // The standing workers' session wraps what their job met.
    MemoryFailure told =
        told(
            new IllegalStateException(
                "A round failed", new ExecutionException(lost("3", trace.translateEscapes()))));

    assertThat(told.process()).isEqualTo("executor 3 on 10.0.0.7");
    assertThat(told.cause()).contains(cause);
    assertThat(told.remedy()).contains(remedy);
    assertThat(told.line()).startsWith("out of memory: executor 3 on 10.0.0.7: ").hasLineCount(1);
  }

  @Test
  void theDriversOwn() {
    assertThat(told(new OutOfMemoryError("Java heap space")).line())
        .startsWith("out of memory: the driver: its heap is full (")
        .contains("--driver-memory");
  }

  @Test
  void ofALocalMasterTheDriverIsTheExecutor() {
    MemoryFailure told = told(lost("driver", "java.lang.OutOfMemoryError: Java heap space"));

    assertThat(told.process()).isEqualTo("the driver");
    assertThat(told.remedy()).contains("--driver-memory");
  }

  @Test
  void whyTheDriverGotNoneIsSaidByTheCause() {
    OutOfMemoryError wanted = new OutOfMemoryError("Cannot allocate new LongPointer(4)");
    wanted.initCause(
        new OutOfMemoryError(
            "Physical memory usage is too high: physicalBytes (9M) > maxPhysicalBytes (8M)"));

    assertThat(told(wanted).cause()).contains("physicalBytes (9M) > maxPhysicalBytes (8M)");
  }

  /** Whoever sends SIGKILL ends it with 137. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Command exited with code 137",
        "Container from a bad node: container_1 on host: a. Exit status: 137.",
        "The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM)."
      })
  void whatWasKilledAndNobodySaysWhyIsNone(String reason) {
    assertThat(
            MemoryFailure.among(
                lost("3", "ExecutorLostFailure (executor 3 exited) Reason: " + reason)))
        .isEmpty();
    assertThat(KilledExecutor.says(reason)).isTrue();
  }

  @Test
  void otherFailuresAreNone() {
    assertThat(MemoryFailure.among(lost("3", "java.lang.IllegalStateException: odd"))).isEmpty();
    assertThat(
            MemoryFailure.among(
                lost(
                    "3",
                    "ExecutorLostFailure (executor 3 exited) Reason: Command exited with code 1")))
        .isEmpty();
    assertThat(MemoryFailure.among(new IllegalStateException("no memory of that"))).isEmpty();
  }
}
