package io.catwalk.pipeline.cli;

import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How every measurement tells its result and its progress. */
final class BenchOutput {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Tells no progress; errors are still told.")
  private boolean quiet;

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

  /** Of a training that is measured. */
  Progress training(Console console) {
    return Progress.on(console, quiet);
  }

  void print(Console console, Object report, String headline) {
    if (json) {
      console.resultAsJson(report);
    } else {
      console.result(headline);
    }
  }
}
