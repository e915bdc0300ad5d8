package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.registry.AuditAction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nights that end by a failure. */
class RetrainEndsTest {

  @TempDir private Path folder;
  private Nights nights;

  @BeforeEach
  void open() {
    nights = new Nights(folder);
  }

  @Test
  void aBugIsInTheAuditLogAndGoesOnToTheUser() {
    nights.stages.trainFailure = new NullPointerException("bug");

    assertThatThrownBy(nights::night).isSameAs(nights.stages.trainFailure);

    assertThat(nights.notes(1).get(0).action()).isEqualTo(AuditAction.FAILED);
    assertThat(nights.notes(1).get(0).reasons())
        .containsExactly("java.lang.NullPointerException: bug");
    assertThat(nights.status().last().note().action()).isEqualTo(AuditAction.FAILED);
    assertThat(nights.status().holder()).isNull();
  }

  @Test
  void aSourceThatCannotBeListedStops() {
    nights.stages.sourceFailure = CatwalkException.data("there is nothing");

    RetrainSummary result = nights.night();

    assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(result.reasons()).containsExactly("there is nothing");
    assertThat(Stop.read(nights.store, "pets")).isEmpty();
    assertThat(nights.status().next()).isEqualTo("stop: there is nothing");
    assertThat(nights.status().last().note().action()).isEqualTo(AuditAction.STOPPED);
  }

  @Test
  void anAuditLogThatIsGoneDoesNotHideWhatFailed() {
    nights.stages.whileTraining = () -> nights.store.delete("registry/pets/audit.jsonl");
    nights.stages.trainFailure = CatwalkException.cluster("a host is lost");

    assertThatThrownBy(nights::night).isSameAs(nights.stages.trainFailure);

    assertThat(nights.said)
        .anyMatch(line -> line.startsWith("cannot write to the audit log: the lease"));
  }

  @Test
  void aLeaseThatIsLostInTheTrainingEndsTheNightBeforeTheVerdict() {
    nights.stages.whileTraining = () -> nights.store.delete("registry/pets/audit.jsonl");

    assertThatThrownBy(nights::night).hasMessageContaining("is lost");

    assertThat(nights.stages.calls).contains("train on a from none").noneMatch(isJudge());
    assertThat(nights.registry().history()).isEmpty();
  }

  /** A process that ends stops its Spark under the feet of the job. */
  static List<RuntimeException> whatSparkSaysThen() {
    return List.of(
        new IllegalStateException("SparkContext has been shutdown"),
        CatwalkException.data("cannot read photos: Filesystem closed"),
        CatwalkException.bug("Training failed on host a: a task was killed", null),
        CatwalkException.cluster("Spark failed: SparkContext was shut down", null));
  }

  @ParameterizedTest
  @MethodSource("whatSparkSaysThen")
  void aSignalIsToldAsSuchAndTheNextNightGoesOn(RuntimeException echo) {
    nights.stages.trainFailure = echo;
    nights.stop = new SignalThatCame(ExitCode.TERMINATED);

    assertThatThrownBy(nights::night).isSameAs(echo);

    assertThat(nights.notes(1).get(0).action()).isEqualTo(AuditAction.FAILED);
    assertThat(nights.notes(1).get(0).reasons())
        .containsExactly("stopped by SIGTERM; the next start goes on");
    assertThat(nights.stages.calls).noneMatch(call -> call.startsWith("give up"));
    assertThat(Stop.read(nights.store, "pets")).isEmpty();
    nights.stop = StopSignal.NEVER;
    nights.stages.trainFailure = null;
    assertThat(nights.night().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(nights.said).anyMatch(line -> line.startsWith("going on with run "));
  }

  @Test
  void aTrainingThatStoppedInGoodOrderSaysWhere() {
    nights.stages.trainFailure =
        CatwalkException.stopped(ExitCode.INTERRUPTED, "stopped after epoch 3; saved");
    nights.stop = new SignalThatCame(ExitCode.INTERRUPTED);

    assertThatThrownBy(nights::night).isSameAs(nights.stages.trainFailure);

    assertThat(nights.notes(1).get(0).reasons()).containsExactly("stopped after epoch 3; saved");
  }

  private record SignalThatCame(ExitCode signal) implements StopSignal {
    @Override
    public Section orderly(Runnable hurry) {
      return () -> {};
    }

    @Override
    public Optional<ExitCode> requested() {
      return Optional.of(signal);
    }

    @Override
    public void advise(String advice) {}
  }

  private static Predicate<String> isJudge() {
    return call -> call.startsWith("judge");
  }
}
