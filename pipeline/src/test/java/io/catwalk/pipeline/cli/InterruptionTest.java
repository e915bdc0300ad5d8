package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptionTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(stream(new ByteArrayOutputStream()), stream(err), false, 80);
  private final List<String> ends = new ArrayList<>();
  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
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
    try (StopSignal.Section training = interruption.orderly(() -> {})) {
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
    try (StopSignal.Section training = interruption.orderly(() -> {})) {
      assertThat(interruption.requested()).isEmpty();
      interruption.arrived(ExitCode.TERMINATED);
    }
    assertThat(ends).containsExactly("exit 143");
  }

  @Test
  void aRoundThatTakesLongIsGivenUpAndWhoStaysAfterThatIsEnded() throws InterruptedException {
    Interruption impatient = impatient(1, 300, 1);
    try (StopSignal.Section training = impatient.orderly(() -> happened.add("hurried"))) {
      impatient.arrived(ExitCode.TERMINATED);

      assertThat(happened.take()).isEqualTo("hurried");
      assertThat(happened.take()).isEqualTo("exit 143");
      assertThat(happened.take()).as("hooks that hang").isEqualTo("halt 143");
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("catwalk: this round takes long and is given up\n")
        .contains("catwalk: stopped; nothing was published\n");
  }

  @Test
  void aTrainingThatHasAskedIsNotHurriedButEnded() throws InterruptedException {
    Interruption impatient = impatient(1, 1, 1);
    try (StopSignal.Section training = impatient.orderly(() -> happened.add("hurried"))) {
      impatient.arrived(ExitCode.INTERRUPTED);
      assertThat(impatient.requested()).isPresent();
    }

    // It has left in good order, and then waits for something.
    assertThat(happened.take()).isEqualTo("halt 130");
  }

  @Test
  void outsideOfTrainingHooksThatHangAreNotWaitedForForEver() throws InterruptedException {
    impatient(1, 1, 1).arrived(ExitCode.TERMINATED);

    assertThat(happened.take()).isEqualTo("exit 143");
    assertThat(happened.take()).isEqualTo("halt 143");
  }

  private Interruption impatient(int round, int saving, int hooks) {
    return new Interruption(
        console,
        code -> happened.add("exit " + code),
        code -> happened.add("halt " + code),
        new Interruption.Limits(
            Duration.ofMillis(round), Duration.ofMillis(saving), Duration.ofMillis(hooks)));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
