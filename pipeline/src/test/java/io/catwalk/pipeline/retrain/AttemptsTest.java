package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a challenger that was begun is gone on with, and when it is given up. */
class AttemptsTest {

  @TempDir private Path folder;
  private Nights nights;

  @BeforeEach
  void open() {
    nights = new Nights(folder);
  }

  private Attempt attempt() {
    return Attempt.read(nights.store, "pets").orElseThrow();
  }

  private void interrupt() {
    nights.stages.trainFailure = CatwalkException.cluster("a host is lost");
    assertThatThrownBy(nights::night).hasMessage("a host is lost");
    nights.stages.trainFailure = null;
  }

  @Test
  void aTrainingThatDivergesIsGivenUpAndTheNextNightTrainsAnother() {
    nights.stages.trainFailure = CatwalkException.data("the loss is NaN");

    RetrainSummary stopped = nights.night();

    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(stopped.reasons())
        .containsExactly(
            "the loss is NaN; run "
                + stopped.run()
                + " is given up, the next start trains another");
    assertThat(Attempt.read(nights.store, "pets")).isEmpty();
    assertThat(nights.stages.calls).endsWith("give up " + stopped.run());
    Note dropped = nights.notes(2).get(0);
    assertThat(dropped.action()).isEqualTo(AuditAction.DROPPED);
    assertThat(dropped.run()).isEqualTo(stopped.run());
    assertThat(dropped.data()).isEqualTo("pets@a");
    assertThat(dropped.reasons()).containsExactly("the loss is NaN");
    assertThat(nights.notes(1).get(0).action()).isEqualTo(AuditAction.STOPPED);

    nights.stages.trainFailure = null;
    nights.stages.known = null;
    nights.stages.ingested = "b";
    RetrainSummary next = nights.night();

    assertThat(next.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(next.dataset()).isEqualTo("pets@b");
    assertThat(next.run()).isNotEqualTo(stopped.run());
  }

  @ParameterizedTest
  @EnumSource(
      value = ExitCode.class,
      names = {"DATA", "USAGE", "BUG"})
  void whatAnotherTryCannotMendEndsIt(ExitCode code) {
    nights.stages.judgeFailure = failure(code);
    try {
      assertThat(nights.night().outcome()).isEqualTo(Outcome.STOPPED);
      assertThat(code).isEqualTo(ExitCode.DATA);
    } catch (CatwalkException e) {
      assertThat(e.exitCode()).isEqualTo(code);
      assertThat(e).hasMessageContaining("is given up");
    }
    assertThat(Attempt.read(nights.store, "pets")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ExitCode.class,
      names = {"CLUSTER", "BUSY", "INTERRUPTED", "TERMINATED"})
  void whatPassesDoesNot(ExitCode code) {
    nights.stages.trainFailure = failure(code);
    assertThatThrownBy(nights::night).hasMessage("it failed");
    assertThat(attempt().dataset()).isEqualTo("pets@a");
    assertThat(nights.stages.calls).noneMatch(call -> call.startsWith("give up"));
    assertThat(nights.registry().history())
        .noneMatch(entry -> entry.note().action() == AuditAction.DROPPED);
  }

  private static CatwalkException failure(ExitCode code) {
    return switch (code) {
      case DATA -> CatwalkException.data("it failed");
      case USAGE -> CatwalkException.usage("it failed");
      case BUG -> CatwalkException.bug("it failed", null);
      case CLUSTER -> CatwalkException.cluster("it failed");
      case BUSY -> CatwalkException.busy("it failed");
      default -> CatwalkException.stopped(code, "it failed");
    };
  }

  @Test
  void theNextNightGoesOnWithWhatAClusterInterrupted() {
    interrupt();
    String begun = attempt().runId();
    assertThat(nights.status().attempt()).isEqualTo(begun);
    assertThat(nights.status().next())
        .isEqualTo("go on with run " + begun + ", which was begun and not judged");

    RetrainSummary result = nights.night();

    assertThat(result.run()).isEqualTo(begun);
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(nights.said).contains("going on with run " + begun);
    assertThat(Attempt.read(nights.store, "pets")).isEmpty();
    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
  }

  @Test
  void anErrorThatNobodyForesawLeavesItToTheNextNight() {
    nights.stages.trainFailure = new IllegalStateException("out of order");

    assertThatThrownBy(nights::night).isSameAs(nights.stages.trainFailure);

    assertThat(attempt().dataset()).isEqualTo("pets@a");
    Note failed = nights.notes(1).get(0);
    assertThat(failed.action()).isEqualTo(AuditAction.FAILED);
    assertThat(failed.reasons()).containsExactly("java.lang.IllegalStateException: out of order");
  }

  @Test
  void itEndsWhenTheListingGivesAnotherDataset() {
    interrupt();
    String begun = attempt().runId();
    nights.stages.known = null;
    nights.stages.ingested = "b";
    assertThat(nights.status().next())
        .isEqualTo(
            "read what is new among the 12 files of photos, and train on it; run %s, which was begun on pets@a, is gone on with on that alone"
                .formatted(begun));

    RetrainSummary result = nights.night();

    assertThat(result.dataset()).isEqualTo("pets@b");
    assertThat(result.run()).isNotEqualTo(begun);
    assertThat(nights.stages.calls).contains("give up " + begun, "train on b from none");
    assertThat(nights.registry().history())
        .filteredOn(entry -> entry.note().action() == AuditAction.DROPPED)
        .extracting(entry -> entry.note().run() + " " + entry.note().reasons())
        .containsExactly(begun + " [the source gives pets@b now]");
  }

  @Test
  void anotherListingOfTheSameContentDoesNotEndIt() {
    interrupt();
    String begun = attempt().runId();
    nights.stages.known = null;

    assertThat(nights.night().run()).isEqualTo(begun);
    assertThat(nights.stages.calls).noneMatch(call -> call.startsWith("give up"));
  }

  @Test
  void nothingIsTrainedWhenTheSourceIsBackToWhatTheChampionKnows() {
    assertThat(nights.night().outcome()).isEqualTo(Outcome.PROMOTED);
    nights.stages.known = "b";
    interrupt();
    String begun = attempt().runId();
    nights.stages.known = "a";
    assertThat(nights.status().next()).startsWith("check pets@a, and train on it; run " + begun);

    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(nights.stages.calls).containsExactly("give up " + begun);
    assertThat(Attempt.read(nights.store, "pets")).isEmpty();
  }

  @Test
  void otherSettingsEndIt() {
    interrupt();
    String begun = attempt().runId();
    nights.settings.add("train.epochs=77");
    assertThat(nights.status().attempt()).isNull();

    assertThat(nights.night().run()).isNotEqualTo(begun);
    assertThat(nights.stages.calls).contains("give up " + begun);
    assertThat(nights.registry().history())
        .filteredOn(entry -> entry.note().action() == AuditAction.DROPPED)
        .extracting(entry -> entry.note().reasons())
        .containsExactly(List.of("the settings have changed since it was begun"));
  }

  @Test
  void oneThatWasJudgedBeforeTheProcessDiedIsNotJudgedAgain() {
    interrupt();
    Attempt begun = attempt();
    nights.night();
    begun.write(nights.store, "pets");

    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(nights.stages.calls).isEmpty();
    assertThat(Attempt.read(nights.store, "pets")).isEmpty();
    assertThat(nights.registry().versions()).hasSize(1);
  }

  @Test
  void oneThatCannotBeReadIsDropped() {
    nights.store.write("registry/pets/attempt.json", "{".getBytes(StandardCharsets.UTF_8));

    assertThat(nights.night().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(nights.registry().history())
        .filteredOn(entry -> entry.note().action() == AuditAction.DROPPED)
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.note().reasons().get(0)).contains("Cannot read ", "attempt.json"));
  }

  @Test
  void oneThatCannotBeReadIsGoneEvenWhereNothingIsNew() {
    nights.night();
    nights.store.write("registry/pets/attempt.json", "{".getBytes(StandardCharsets.UTF_8));

    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(Attempt.read(nights.store, "pets")).isEmpty();
  }

  @Test
  void theVerdictOfAnotherRunDoesNotEndIt() {
    nights.night();
    nights.stages.known = "b";
    interrupt();
    String begun = attempt().runId();

    assertThat(nights.night().run()).isEqualTo(begun);
  }
}
