package io.catwalk.pipeline.cli;

import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How a command tells its result and its progress. */
final class OutputOptions {

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Tells no progress; errors are still told.")
  private boolean quiet;

  /** Of a job. */
  Progress progress(Console console) {
    return Progress.on(console, quiet);
  }

  /**
   * Of anything else, line by line.
   *
   * @param who stands before each
   */
  Consumer<String> lines(Console console, String who) {
    return quiet ? line -> {} : line -> console.say(who + ": " + line);
  }

  /** Prints a result: as JSON where asked for, else as text. */
  void print(Console console, Object result, String text) {
    if (json) {
      console.resultAsJson(result);
    } else {
      console.result(text);
    }
  }
}
