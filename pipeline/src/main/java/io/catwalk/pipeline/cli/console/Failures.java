package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Secrets;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells the user what went wrong, and turns it into an exit code. Only a bug shows a stack trace.
 */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final String PREFIX = "catwalk: ";

  private final Console console;

  public Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    console.say(PREFIX + describe(e));
    console.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return tell(e).code();
  }

  /** Tells of any failure. */
  public ExitCode tell(Throwable failure) {
    if (failure instanceof CatwalkException mistake) {
      say(mistake.getMessage());
      return mistake.exitCode();
    }
    return ClusterFailures.recognise(failure)
        .map(
            message -> {
              say(message);
              return ExitCode.CLUSTER;
            })
        .orElseGet(
            () -> {
              say("this is a bug in catwalk: " + failure + "; please report it with what follows");
              console.say(ExceptionUtils.getStackTrace(failure).stripTrailing());
              return ExitCode.BUG;
            });
  }

  private void say(String message) {
    Secrets.in(message).lines().forEach(line -> console.say(PREFIX + line));
  }

  private static String describe(ParameterException e) {
    String message =
        e.getMessage().lines().findFirst().orElse("wrong usage").replaceFirst("^Error: ", "");
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return message;
    }
    String argument = unmatched.getUnmatched().get(0);
    String what = argument.startsWith("-") ? "option" : hasCommands(e) ? "command" : "argument";
    List<String> suggestions = unmatched.getSuggestions();
    String advice = "";
    if (argument.equals("--version") || argument.equals("-V")) {
      advice = "; `catwalk --version` alone prints the program's";
    } else if (!suggestions.isEmpty()) {
      // Those that follow are no nearer than chance.
      List<String> nearest = suggestions.subList(0, Math.min(2, suggestions.size()));
      advice = "; did you mean " + String.join(" or ", nearest) + "?";
    } else if (e.getCommandLine().getCommandSpec().optionsMap().containsKey("--images")) {
      advice = "; quote a pattern, so that the shell leaves it alone";
    }
    return "unknown " + what + " " + argument + advice;
  }

  private static boolean hasCommands(ParameterException e) {
    return !e.getCommandLine().getSubcommands().isEmpty();
  }
}
