package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** Sixty lines a task about one fact stay out of the driver's log, and nothing else does. */
class QuietOutOfMemoryTest {

  private static Result filter(String logger, String message, Throwable thrown) {
    return new QuietOutOfMemory()
        .filter(
            Log4jLogEvent.newBuilder()
                .setLoggerName(logger)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .build());
  }

  @Test
  void tracesOfOutOfMemoryAreLeftOut() {
    Throwable wrapped = new RuntimeException(new OutOfMemoryError("Java heap space"));

    assertThat(filter("org.apache.spark.executor.Executor", "Exception in task", wrapped))
        .isEqualTo(Result.DENY);
    assertThat(
            filter(
                "org.apache.spark.scheduler.TaskSetManager",
                "Lost task 4.0: java.lang.OutOfMemoryError: x\n\tat a.B.c",
                null))
        .isEqualTo(Result.DENY);
  }

  @Test
  void everythingElseIsShown() {
    assertThat(filter("org.apache.spark.executor.Executor", "Exception in task", new Error("x")))
        .isEqualTo(Result.NEUTRAL);
    assertThat(filter("io.catwalk.pipeline.x", "x", new OutOfMemoryError()))
        .isEqualTo(Result.NEUTRAL);
  }
}
