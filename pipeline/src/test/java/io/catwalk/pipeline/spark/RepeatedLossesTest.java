package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.immutable.Map$;

/** Executors that end one after the other, by the reasons in which Spark says so. */
class RepeatedLossesTest {

  private static final String EXIT = "Command exited with code 52";

  private final RepeatedLosses losses = RepeatedLosses.of(LocalSpark.session().sparkContext());

  @AfterEach
  void close() {
    losses.close();
  }

  private void start(int executor) {
    losses.onExecutorAdded(
        new SparkListenerExecutorAdded(
            executor,
            Integer.toString(executor),
            new ExecutorInfo("10.0.0.7", 1, Map$.MODULE$.empty(), Map$.MODULE$.empty())));
  }

  private void end(int executor, String reason) {
    losses.onExecutorRemoved(
        new SparkListenerExecutorRemoved(executor, Integer.toString(executor), reason));
  }

  private void startAndEnd(int first, int last, String reason) {
    IntStream.rangeClosed(first, last)
        .forEach(
            executor -> {
              start(executor);
              end(executor, reason);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EXIT,
        "Container killed by YARN for exceeding physical memory limits. 2.5 GB of 2.5 GB used."
      })
  void theFourthInARowEndsIt(String reason) {
    startAndEnd(1, 3, reason);
    assertThat(losses.inVain()).isEmpty();

    startAndEnd(4, 4, reason);

    assertThat(losses.inVain().orElseThrow())
        .startsWith("out of memory: executor 4 on 10.0.0.7: ")
        .contains(", like the 3 before it; ", "cluster.off-heap")
        .hasLineCount(1);
  }

  /** Exit code 137 tells of SIGKILL, not of who sent it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Command exited with code 137",
        "Container from a bad node: container_1 on host: a. Exit status: 137.",
        "The executor with id 4 exited with exit code 137(SIGKILL, possible container OOM)."
      })
  void theFourthThatWasKilledEndsItToo(String reason) {
    startAndEnd(1, 3, reason);
    assertThat(losses.inVain()).isEmpty();

    startAndEnd(4, 4, reason);

    assertThat(losses.inVain().orElseThrow())
        .startsWith("executors are killed again and again: executor 4 on 10.0.0.7 (exit code 137)")
        .contains(", like the 3 before it, and no round", "dmesg")
        .hasLineCount(1);
  }

  @Test
  void bothKindsCountTogetherAndAreTold() {
    startAndEnd(1, 1, "Command exited with code 137");
    startAndEnd(2, 4, EXIT);

    assertThat(losses.inVain().orElseThrow())
        .startsWith("out of memory: executor 4 on ")
        .contains(", the last of 3 that ran out of memory and 1 killed; ");
  }

  @Test
  void progressBetweenThemBeginsAnew() {
    startAndEnd(1, 3, EXIT);
    losses.progressed();
    startAndEnd(4, 6, EXIT);
    assertThat(losses.inVain()).isEmpty();

    startAndEnd(7, 7, EXIT);

    assertThat(losses.inVain()).isPresent();
  }

  /** As when a machine ends all that it runs. */
  @Test
  void thoseThatEndTogetherCountOnce() {
    IntStream.rangeClosed(1, 8).forEach(this::start);
    IntStream.rangeClosed(1, 8).forEach(executor -> end(executor, "Command exited with code 137"));

    startAndEnd(9, 10, EXIT);
    assertThat(losses.inVain()).isEmpty();
    startAndEnd(11, 11, EXIT);
    assertThat(losses.inVain()).isPresent();
  }

  @Test
  void thoseThatWereThereBeforeCountToo() {
    end(1, EXIT);
    startAndEnd(2, 4, EXIT);

    assertThat(losses.inVain()).isPresent();
  }

  @Test
  void otherEndsAreNone() {
    startAndEnd(1, 20, "Command exited with code 1");
    startAndEnd(21, 40, "Executor heartbeat timed out after 130000 ms");

    assertThat(losses.inVain()).isEmpty();
  }
}
