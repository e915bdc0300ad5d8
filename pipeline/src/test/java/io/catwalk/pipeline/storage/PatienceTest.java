package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private final List<Long> pauses = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Patience patience =
      new Patience(Duration.ofSeconds(120), warnings::add, pauses::add);
  private int tries;

  @Test
  void pausesGrowUntilTheStorageGivesIn() {
    String result = patience.retry("publish run r1", () -> refuse(4, refusal()));

    assertThat(result).isEqualTo("done");
    assertThat(pauses).containsExactly(1000L, 2000L, 4000L, 8000L);
    assertThat(warnings)
        .hasSize(4)
        .first()
        .isEqualTo("Cannot publish run r1: Cannot write x: safe mode; trying again in 1 s");
  }

  @Test
  void itEndsWhenTheTimeIsUp() {
    assertThatThrownBy(() -> patience.retry("publish run r1", () -> refuse(99, refusal())))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessage(
            "Cannot publish run r1: storage refused for 120 s (storage.patience): Cannot write x: safe mode");
    assertThat(pauses)
        .containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 29_000L);
    assertThat(warnings.get(7)).endsWith("trying again in 29 s");
  }

  @Test
  void withoutPatienceTheFirstRefusalCounts() {
    Patience none = new Patience(Duration.ZERO, warnings::add, pauses::add);

    assertThatThrownBy(() -> none.retry("publish", () -> refuse(1, refusal())))
        .hasMessageStartingWith("Cannot publish: storage refused for 0 s");
    assertThat(tries).isEqualTo(1);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aPauseOfLessThanASecondIsToldAsOne() {
    Patience brief = new Patience(Duration.ofMillis(1300), warnings::add, pauses::add);

    assertThat(brief.retry("publish", () -> refuse(2, refusal()))).isEqualTo("done");
    assertThat(pauses).containsExactly(1000L, 300L);
    assertThat(warnings).allMatch(line -> line.endsWith("trying again in 1 s"));
  }

  @Test
  void anInterruptionEndsTheWait() {
    Patience interrupted =
        new Patience(
            Duration.ofSeconds(120),
            warnings::add,
            pause -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> interrupted.retry("publish", () -> refuse(1, refusal())))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessage("Interrupted while waiting for the storage: Cannot write x: safe mode");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatAnExecutorSaysOfTheStorageCountsToo() {
    RuntimeException told =
        new IllegalStateException(
            "Job aborted: Lost task 0.3 (10.0.0.1 executor 1):"
                + " org.apache.hadoop.hdfs.server.namenode.SafeModeException: Cannot create file\n\tat x");
    assertThat(patience.retry("publish", () -> refuse(1, told))).isEqualTo("done");
    assertThat(warnings.get(0)).contains("SafeModeException: Cannot create file");
  }

  @Test
  void whatWaitingDoesNotMendIsThrownAtOnce() {
    for (RuntimeException failure :
        List.of(
            CatwalkException.data("damaged"),
            CatwalkException.usage("taken"),
            new NullPointerException("bug"),
            CatwalkException.cluster("denied", new AccessControlException("no")))) {
      tries = 0;
      assertThatThrownBy(() -> patience.retry("publish", () -> refuse(99, failure)))
          .isSameAs(failure);
      assertThat(tries).isEqualTo(1);
    }
    assertThat(pauses).isEmpty();
  }

  private static CatwalkException refusal() {
    return CatwalkException.cluster("Cannot write x: safe mode", new IOException("safe mode"));
  }

  private String refuse(int times, RuntimeException failure) {
    if (tries++ < times) {
      throw failure;
    }
    return "done";
  }
}
