package io.catwalk.pipeline.cli.registry;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Versions, the champion among them, and who decided so. */
@Command(
    name = "registry",
    description = {
      "Shows and changes which version of a model is the champion.",
      "",
      "Versions lie in registry/NAME/ of the storage and never change; audit.jsonl says who made which one the champion, when and why."
    },
    footer = {
      "  catwalk registry list",
      "  catwalk registry history --model fashion-mnist",
      "  catwalk registry rollback --model fashion-mnist --reason 'confuses coats since Monday'",
      "  catwalk registry verify"
    },
    subcommands = {
      RegistryListCommand.class,
      RegistryShowCommand.class,
      RegistryHistoryCommand.class,
      RegistryPromoteCommand.class,
      RegistryRollbackCommand.class,
      RegistryVerifyCommand.class,
      RegistryPruneCommand.class
    })
public final class RegistryCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: list, show, history, promote, rollback, verify or prune");
  }
}
