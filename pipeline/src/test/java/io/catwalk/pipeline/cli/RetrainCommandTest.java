package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.retrain.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainCommandTest {

  private static final String SOURCE = "--set=data.source=photos";

  private final CommandLineRun command = new CommandLineRun();

  @Test
  void tellsTheOutcomeInItsFirstLine() {
    command.run("retrain", SOURCE, "--set=registry.name=pets");

    assertThat(command.code).isZero();
    assertThat(command.out)
        .startsWith(
            "promoted: pets, champion v0002 (before: v0001), because better by far; 6.5 s, 345 bytes read\n")
        .contains("because      better by far\n", "images       3 new, 1 removed\n");
    assertThat(command.err)
        .contains("retrain: 3 new images\n")
        .contains("warning: retrain.hooks.command mail ended with 1\n");
  }

  @Test
  void severalReasonsAreCountedInTheFirstLine() {
    command.retraining.outcome = Outcome.STOPPED;
    command.retraining.reasons = List.of("too few cats", "all are dark", "dogs are gone");
    command.run("retrain", SOURCE, "--set=registry.name=pets");

    assertThat(command.out)
        .startsWith(
            "stopped: pets, champion v0002 (before: v0001), because too few cats (and 2 more);")
        .contains("because      all are dark\n", "because      dogs are gone\n");
  }

  @Test
  void schedulersReadJsonAndTheExitCode() {
    command.retraining.outcome = Outcome.NOTHING_NEW;
    command.run("retrain", SOURCE, "--json", "--quiet");
    assertThat(command.code).isZero();
    assertThat(command.out)
        .startsWith("{\n  \"outcome\" : \"nothing-new\",\n  \"reasons\" : [ \"better by far\" ]");
    assertThat(command.err).doesNotContain("3 new images");

    command.retraining.outcome = Outcome.STOPPED;
    assertThat(command.run("retrain", SOURCE, "--json").code).isEqualTo(3);

    command.retraining.failure = CatwalkException.busy("another process is at work");
    assertThat(command.run("retrain", SOURCE, "--json").code).isEqualTo(5);
    assertThat(command.err).isEqualTo("catwalk: another process is at work\n");
  }

  @Test
  void statusChangesNothing() {
    command.run("retrain", SOURCE, "--status");

    assertThat(command.code).isZero();
    assertThat(command.retraining.options).isNull();
    assertThat(command.out)
        .contains("champion     none", "last         never", "at work      nobody");
  }

  @Test
  void passesItsOptionsOn() {
    command.run("retrain", SOURCE, "--force", "--accept-data");

    assertThat(command.retraining.options.force()).isTrue();
    assertThat(command.retraining.options.acceptData()).isTrue();
  }
}
