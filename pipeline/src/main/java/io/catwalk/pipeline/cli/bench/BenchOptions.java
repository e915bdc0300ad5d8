package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.Benchmarks.Pace;
import io.catwalk.pipeline.bench.Clock;
import io.catwalk.pipeline.cli.console.Console;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that every measurement has. */
final class BenchOptions {

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

  @Mixin private BenchOutput output;

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
    output.atLeast(least, option, found);
  }

  ParameterException wrong(String message) {
    return output.wrong(message);
  }

  Consumer<String> progress(Console console) {
    return output.progress(console);
  }

  void print(Console console, Object report, String headline) {
    output.print(console, report, headline);
  }
}
