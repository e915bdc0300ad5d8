package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.bench.Clock;
import io.catwalk.pipeline.bench.Pace;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that every measurement has. */
final class BenchOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Windows of measuring, of which the median is told. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Each works so long before anything counts. Default: ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--clock",
      paramLabel = "CLOCK",
      defaultValue = "cpu",
      description = {
        "cpu counts processor time, which other work on the machine hardly disturbs; wall the time that passes. Default:"
            + " ${DEFAULT-VALUE}."
      })
  private Clock clock;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Tells no progress; errors are still told.")
  private boolean quiet;

  /**
   * @param steps of a window; 0 for about a second
   */
  Pace pace(int steps) {
    atLeast(1, "--repeats", repeats);
    if (!(warmUp >= 0 && warmUp <= 3600)) {
      throw wrong("--warm-up " + warmUp + ": expected seconds from 0 to 3600");
    }
    return new Pace(warmUp, steps, repeats, clock);
  }

  void atLeast(int least, String option, int found) {
    if (found < least) {
      throw wrong(option + " " + found + ": expected a whole number of at least " + least);
    }
  }

  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  Consumer<String> progress(Console console) {
    return quiet ? line -> {} : line -> console.say("bench: " + line);
  }

  void print(Console console, Object report, String headline) {
    if (json) {
      console.resultAsJson(report);
    } else {
      console.result(headline);
    }
  }
}
