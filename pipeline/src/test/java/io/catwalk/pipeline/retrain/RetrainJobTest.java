package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a night decides. */
class RetrainJobTest {

  @TempDir private Path folder;
  private Nights nights;

  @BeforeEach
  void open() {
    nights = new Nights(folder);
  }

  private void growTo(String version) {
    nights.stages.known = null;
    nights.stages.ingested = version;
  }

  @Test
  void theFirstNightMakesAChampionOfAllImages() {
    RetrainSummary result = nights.night();

    assertThat(nights.stages.calls)
        .containsExactly(
            "ingest a beside none, tested []",
            "difference none to a",
            "train on a from none",
            "judge a on a against none");
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.reasons()).containsExactly("better");
    assertThat(result.model()).isEqualTo("pets");
    assertThat(result.champion()).isEqualTo("v0001");
    assertThat(result.former()).isNull();
    assertThat(result.version()).isEqualTo("v0001");
    assertThat(result.dataset()).isEqualTo("pets@a");
    assertThat(result.newImages()).isEqualTo(20);
    assertThat(result.removedImages()).isEqualTo(2);
    assertThat(result.report()).isEqualTo("file:/report");
    assertThat(result.blessing().blessed()).isTrue();
    assertThat(result.files()).isEqualTo(12);
    assertThat(result.seconds()).isBetween(0.0, 60.0);
    assertThat(result.bytesRead()).isBetween(1L, 1_000_000L);
    assertThat(nights.said).isEmpty();
    VersionManifest.Origin origin = nights.registry().version("v0001").origin();
    assertThat(origin.runId()).isEqualTo(result.run());
    assertThat(origin.dataset()).isEqualTo("pets@a");
    assertThat(origin.holdout()).isEqualTo("pets@a");
    assertThat(origin.parent()).isNull();
    assertThat(origin.blessed()).isTrue();
  }

  @Test
  void theNextStartsFromTheChampionAndIsJudgedOnTheSameHoldout() {
    nights.night();
    growTo("b");

    RetrainSummary result = nights.night();

    assertThat(nights.stages.calls)
        .containsExactly(
            "ingest b beside a, tested [a]",
            "difference a to b",
            "train on b from pets/v0001/model.zip",
            "judge b on a against v0001");
    assertThat(nights.said).contains("20 new images, 2 removed; 3 shards shared with 0");
    assertThat(result.champion()).isEqualTo("v0002");
    assertThat(result.former()).isEqualTo("v0001");
    assertThat(nights.registry().version("v0002").origin().parent()).isEqualTo("v0001");
  }

  @Test
  void whatStartsFromScratchHasNoParent() {
    nights.night();
    nights.settings.add("retrain.start=scratch");
    growTo("b");

    nights.night();

    assertThat(nights.stages.calls).contains("train on b from none");
    assertThat(nights.registry().version("v0002").origin().parent()).isNull();
  }

  @Test
  void aHoldoutThatIsNotThereStopsBeforeTheTraining() {
    nights.settings.add("retrain.holdout=pets@gone");
    nights.stages.known = "a";

    assertThat(nights.night().reasons().get(0)).startsWith("There is no dataset pets@gone");
    assertThat(nights.stages.calls).noneMatch(call -> call.startsWith("train"));
  }

  @Test
  void nothingNewCostsNothing() {
    nights.night();

    RetrainSummary result = nights.night();

    assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(result.reasons())
        .containsExactly("pets@a holds what the champion v0001 was trained on");
    assertThat(result.champion()).isEqualTo("v0001");
    assertThat(result.newImages()).isZero();
    assertThat(nights.stages.calls).isEmpty();
    assertThat(nights.notes(1).get(0).action()).isEqualTo(AuditAction.NOTHING_NEW);
    assertThat(nights.notes(1).get(0).data()).isEqualTo("pets@a");
    assertThat(nights.status().next())
        .isEqualTo("nothing: pets@a holds what the champion v0001 was trained on");
    // Other times of change, the same content.
    growTo("a");
    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(nights.stages.calls).containsExactly("ingest a beside a, tested [a]");
  }

  @Test
  void whatWasJudgedIsNotJudgedAgainUnlessForced() {
    nights.night();
    growTo("b");
    nights.stages.blessed = false;

    RetrainSummary kept = nights.night();
    assertThat(kept.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(kept.reasons()).containsExactly("worse");
    assertThat(kept.champion()).isEqualTo("v0001");
    assertThat(kept.version()).isEqualTo("v0002");
    Note note = nights.notes(1).get(0);
    assertThat(note.action()).isEqualTo(AuditAction.KEPT);
    assertThat(note.version()).isEqualTo("v0002");
    assertThat(note.run()).isEqualTo(kept.run());
    assertThat(nights.night().reasons().get(0)).startsWith("pets@b was judged already");
    nights.settings.add("retrain.hooks.seconds=7");
    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    nights.settings.add("retrain.blessing.level=0.2");
    assertThat(nights.status().next()).isEqualTo("check pets@b, and train on it");
    nights.settings.remove(1);

    nights.force = true;
    assertThat(nights.night().outcome()).isEqualTo(Outcome.KEPT);
    assertThat(nights.stages.calls).contains("train on b from pets/v0001/model.zip");
  }

  @Test
  void aPersonsChoiceMeanwhileStands() {
    nights.night();
    growTo("b");
    nights.stages.blessed = false;
    nights.night();
    nights.stages.dataset("c", 120, 120);
    growTo("c");
    nights.stages.blessed = true;
    nights.stages.whileTraining = () -> nights.registry().choose("v0002", List.of("I know better"));

    RetrainSummary result = nights.night();

    assertThat(result.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(result.reasons().get(0)).startsWith("the champion was changed by a person");
    assertThat(nights.registry().state().championVersion()).isEqualTo("v0002");
    nights.stages.whileTraining = () -> {};
    assertThat(nights.night().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void withoutAThresholdNothingIsDone() {
    nights.settings.addAll(
        List.of("retrain.blessing.min-accuracy=0", "retrain.blessing.test=none"));

    assertThatThrownBy(nights::night)
        .hasMessageStartingWith("retrain.blessing: no threshold is set")
        .satisfies(e -> assertThat(((CatwalkException) e).exitCode()).isEqualTo(ExitCode.USAGE));
    assertThat(nights.registry().history()).isEmpty();
  }

  @Test
  void oneAtATime() {
    try (Lease lease = nights.registry().lease(Duration.ofMinutes(1)).keepAlive()) {
      assertThat(nights.status().next()).startsWith("nothing, for another process is at work: ");
      assertThat(nights.status().holder()).isNotEmpty();
      assertThatThrownBy(nights::night)
          .hasMessageContaining("another process is at work")
          .satisfies(e -> assertThat(((CatwalkException) e).exitCode()).isEqualTo(ExitCode.BUSY));
      lease.finish(Note.of(AuditAction.KEPT, List.of()));
    }
    assertThat(nights.status().holder()).isNull();
  }

  @Test
  void hooksAreToldOfTheVerdictAndOfFailures() throws IOException {
    Path told = folder.resolve("told");
    nights.settings.add(
        "retrain.hooks.command=[/bin/sh, -c, \"cat >> '%s'; exit 3\"]".formatted(told));

    assertThat(nights.night().failedHooks())
        .containsExactly("retrain.hooks.command /bin/sh ended with 3");
    assertThat(Files.readString(told)).contains("\"outcome\" : \"promoted\"", "\"better\"");

    growTo("b");
    nights.stages.trainFailure = CatwalkException.cluster("a host is lost");
    assertThatThrownBy(nights::night).hasMessage("a host is lost");
    assertThat(Files.readString(told)).contains("\"outcome\" : \"failed\"", "a host is lost");
    Note failed = nights.notes(1).get(0);
    assertThat(failed.action()).isEqualTo(AuditAction.FAILED);
    assertThat(failed.reasons()).containsExactly("a host is lost");
  }

  @Test
  void theStatusTellsOfTheChampionAndTheLastNight() {
    RetrainStatus before = nights.status();
    assertThat(before.model()).isEqualTo("pets");
    assertThat(before.champion()).isNull();
    assertThat(before.last()).isNull();
    assertThat(before.attempt()).isNull();
    assertThat(before.next())
        .isEqualTo("read what is new among the 12 files of photos, and train on it");
    nights.night();
    nights.registry().lease(Duration.ofMinutes(1)).close();

    assertThat(nights.status().champion().version()).isEqualTo("v0001");
    assertThat(nights.status().last().note().action()).isEqualTo(AuditAction.PROMOTED);
  }
}
