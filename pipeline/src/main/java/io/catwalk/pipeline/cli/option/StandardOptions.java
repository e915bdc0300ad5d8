package io.catwalk.pipeline.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * {@code --help} of every command, and {@code --version} of {@code catwalk} alone. Picocli's own
 * mixin gives both to every command, where {@code --version v0003} would print the program's
 * version, do nothing of what was asked for, and end with exit code 0.
 */
public final class StandardOptions {

  private StandardOptions() {}

  /**
   * @param catwalk the command before every other
   */
  public static void addTo(CommandLine catwalk) {
    addHelp(catwalk);
    catwalk
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  private static void addHelp(CommandLine command) {
    // The help command has it by itself.
    if (command.getCommandSpec().options().stream().noneMatch(OptionSpec::usageHelp)) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help message and exit.")
                  .build());
    }
    command.getSubcommands().values().forEach(StandardOptions::addHelp);
  }

  /** Runs what was asked for, as picocli does, unless the version was asked for besides. */
  public static int execute(ParseResult parsed) throws ExecutionException, ParameterException {
    if (parsed.isVersionHelpRequested() && parsed.hasSubcommand()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          "--version stands alone; nothing was done of "
              + parsed.subcommand().commandSpec().qualifiedName());
    }
    return new RunLast().execute(parsed);
  }
}
