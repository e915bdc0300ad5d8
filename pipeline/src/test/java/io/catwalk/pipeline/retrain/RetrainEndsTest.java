package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.registry.AuditAction;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    nights.stages.trainFailure = CatwalkException.cluster("a host is lost", null);

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

  private static Predicate<String> isJudge() {
    return call -> call.startsWith("judge");
  }
}
