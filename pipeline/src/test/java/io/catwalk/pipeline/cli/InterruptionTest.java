package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(stream(new ByteArrayOutputStream()), stream(err), false, 80);
  private final List<String> ends = new ArrayList<>();
  private final Interruption interruption =
      new Interruption(console, code -> ends.add("exit " + code), code -> ends.add("halt " + code));

  @Test
  void outsideOfTrainingTheProcessEndsWithALine() {
    interruption.arrived(ExitCode.INTERRUPTED);

    assertThat(ends).containsExactly("exit 130");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("catwalk: stopped; nothing was published\n");
  }

  @Test
  void theLineTellsHowToGoOnWhereOneCan() {
    interruption.advise("to go on: catwalk train --resume r1");
    interruption.arrived(ExitCode.TERMINATED);

    assertThat(ends).containsExactly("exit 143");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("catwalk: stopped; to go on: catwalk train --resume r1\n");
  }

  @Test
  void whatTheJobSaysWhileItIsTornDownIsNotShown() {
    Console muted = interruption.muted(console);
    muted.say("before");
    interruption.arrived(ExitCode.TERMINATED);
    muted.say("Spark failed: SparkContext was shut down");

    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("before\n").doesNotContain("Spark");
  }

  @Test
  void aTrainingIsAskedAndASecondSignalEndsItAtOnce() {
    try (StopSignal.Section training = interruption.orderly()) {
      assertThat(interruption.requested()).isEmpty();
      interruption.arrived(ExitCode.TERMINATED);

      assertThat(interruption.requested()).contains(ExitCode.TERMINATED);
      assertThat(ends).isEmpty();

      interruption.arrived(ExitCode.INTERRUPTED);
      assertThat(ends).containsExactly("halt 130");
    }
    assertThat(ends).hasSize(1);
  }

  @Test
  void aSignalThatTrainingNoLongerSawEndsTheProcessWhenTrainingIsOver() {
    try (StopSignal.Section training = interruption.orderly()) {
      assertThat(interruption.requested()).isEmpty();
      interruption.arrived(ExitCode.TERMINATED);
    }
    assertThat(ends).containsExactly("exit 143");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
