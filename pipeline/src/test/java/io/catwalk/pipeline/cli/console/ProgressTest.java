package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.CommandLineRun;
import io.catwalk.pipeline.runs.History.Epoch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final String START_AND_ERASE = "\r\u001b[K";

  private final CommandLineRun command = new CommandLineRun();

  @Test
  void withoutATerminalAnEpochIsAPlainLine() {
    command.run("train-lenet");

    assertThat(command.errLines())
        .hasSize(3)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "epoch 1/2: 900 images in 1\\.5 s \\(600 images/s\\), loss 0\\.5000,"
                            + " validation loss 0\\.6250, validation accuracy 0\\.8750, \\d+\\.\\d s left"))
        .contains(
            "epoch 2/2: 900 images in 1.5 s (600 images/s), loss 0.5000, validation loss 0.6250, validation accuracy 0.8750");
    assertThat(command.err).doesNotContain("\r").doesNotContain("\u001b");
  }

  @Test
  void quietSaysNothing() {
    command.terminal = true;
    command.run("train-lenet", "--quiet");

    assertThat(command.err).isEqualTo("noise of a library\n");
    assertThat(command.out).contains("accuracy");
  }

  @Test
  void onATerminalABarMovesAndGoes() {
    command.terminal = true;
    command.run("train-lenet");

    assertThat(command.out).startsWith("accuracy").doesNotContain("\r");
    assertThat(command.err)
        .contains(START_AND_ERASE + "epoch 1/2")
        .contains("900 images")
        .contains("/s")
        .contains("loss 0.7500")
        .contains(START_AND_ERASE + "epoch 2/2: 900 images in")
        .endsWith("\n");
  }

  @Test
  void aBarIsTakenAwayBeforeAnErrorIsTold() {
    command.terminal = true;
    command.jobs.failure = CatwalkException.data("too many bad images");
    command.run("ingest", "--set", "data.source=x");

    assertThat(command.err)
        .contains(START_AND_ERASE + "ingest")
        .endsWith(START_AND_ERASE + "catwalk: too many bad images\n");
  }

  @Test
  void whatTakesTimeBeforeAndAfterTheEpochsIsTold() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    TrainingProgress progress =
        new TrainingProgress(new Console(stream, stream, false, 80), Bars.none(), () -> 0);

    progress.started("lenet5", 2, 48_000);
    progress.evaluating(10_000);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "training: lenet5 on 48,000 images, by 2 workers\nevaluation: 10,000 test images\n");
  }

  @Test
  void theTimeLeftCountsAllThatAnEpochTakes() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    AtomicLong clock = new AtomicLong(5_000_000_000L);
    TrainingProgress progress =
        new TrainingProgress(new Console(stream, stream, false, 80), Bars.none(), clock::get);

    progress.epochStarted(1, 31, 100);
    clock.addAndGet(4_000_000_000L);
    progress.epochFinished(
        new Epoch(1, 100, 1, 100, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0.1));

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("epoch 1/31: 100 images in 1.0 s (100 images/s), 2:00 min left\n");
  }
}
