package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.OutputOptions;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How every measurement tells its result and its progress. */
final class BenchOutput {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private OutputOptions output;

  void atLeast(int least, String option, int found) {
    if (found < least) {
      throw wrong(option + " " + found + ": expected a whole number of at least " + least);
    }
  }

  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  Consumer<String> progress(Console console) {
    return output.lines(console, "bench");
  }

  /** Of a training that is measured. */
  Progress training(Console console) {
    return output.progress(console);
  }

  void print(Console console, Object report, String headline) {
    output.print(console, report, headline);
  }
}
