package io.catwalk.pipeline.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast this machine does the work. */
@Command(
    name = "bench",
    description = {
      "Measures what one core of this machine does in a second, what averaging costs on a cluster, how well networks learn, and how many wrong labels they find.",
      "",
      "step and ingest need no cluster. Catwalk, Deeplearning4j's own layers and, where they can be had, PyTorch and Pillow work in turns, in"
          + " the same run and with one thread each, after a warm-up; the figures are medians."
    },
    footer = {
      "  catwalk bench step --model lenet5 --minibatch 64",
      "  catwalk bench ingest --source photos --size 32 --json",
      "  catwalk bench round --model lenet5 --workers 2 --minibatch 64 --frequency 50",
      "  catwalk bench train --model lenet5 --workers 2 --minibatch 64 --frequency 50",
      "  catwalk bench spark-ml --model lenet5 --workers 2 --minibatch 64 --frequency 50",
      "  catwalk bench accuracy lenet5",
      "  catwalk bench label-errors"
    },
    subcommands = {
      BenchStepCommand.class,
      BenchIngestCommand.class,
      BenchRoundCommand.class,
      BenchTrainCommand.class,
      BenchSparkMlCommand.class,
      BenchAccuracyCommand.class,
      BenchLabelErrorsCommand.class
    })
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
