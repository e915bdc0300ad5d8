package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How a command tells its result and its progress. */
public final class OutputOptions {

  @Option(names = "--json", description = "Prints the result as one JSON object.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Tells no progress; errors are still told.")
  private boolean quiet;

  /** Whether the result is JSON. */
  public boolean json() {
    return json;
  }

  /** Of a job. */
  public Progress progress(Console console) {
    return Progress.on(console, quiet);
  }

  /**
   * Of anything else, line by line.
   *
   * @param who stands before each
   */
  public Consumer<String> lines(Console console, String who) {
    return quiet ? line -> {} : line -> console.say(who + ": " + line);
  }

  /** Prints a result: as JSON where asked for, else as text. */
  public void print(Console console, Object result, String text) {
    if (json) {
      console.resultAsJson(result);
    } else {
      console.result(text);
    }
  }
}
