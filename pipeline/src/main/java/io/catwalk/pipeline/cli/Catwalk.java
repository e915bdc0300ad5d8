package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Failures;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StandardOptions;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The command line as a function: arguments in, exit code out. It neither exits nor touches the
 * process's own streams.
 */
public final class Catwalk {

  private static final int HELP_WIDTH = 100;

  private final Services services;

  Catwalk(Services services) {
    this.services = services;
  }

  /** Runs one command and returns the process's exit code. */
  int run(String... arguments) {
    Failures failures = new Failures(services.console());
    try {
      return commandLine()
          .setParameterExceptionHandler(failures)
          .setExecutionExceptionHandler(failures)
          .execute(arguments);
    } catch (Error e) {
      // A class or native library that is not there, or no memory: picocli passes Errors on, the
      // user is told all the same.
      return failures.tell(e).code();
    }
  }

  public CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(CatwalkCommand.class, new ServicesFactory(services));
    StandardOptions.addTo(commandLine);
    return commandLine
        .setExecutionStrategy(StandardOptions::execute)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(services.console().out()))
        .setErr(writer(services.console().err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(HELP_WIDTH);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
