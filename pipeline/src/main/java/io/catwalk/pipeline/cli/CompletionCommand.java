package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.option.Services;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The script that lets bash complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which bash and zsh complete commands and options.",
      "",
      "Load it in ~/.bashrc, where submit/ is on the PATH."
    },
    footer = "  source <(catwalk completion)")
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  private final Services services;

  CompletionCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    services.console().result(AutoComplete.bash("catwalk", spec.root().commandLine()));
  }
}
