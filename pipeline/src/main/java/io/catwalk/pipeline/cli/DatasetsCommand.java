package io.catwalk.pipeline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Versions of datasets, and what rests on them. */
@Command(
    name = "datasets",
    description = {
      "Lists and deletes versions of datasets.",
      "",
      "A version may read shards of versions before it, and models are trained and judged on it: what anything rests on is not deleted."
    },
    footer = {"  catwalk datasets list", "  catwalk datasets delete cats-vs-dogs@3f2a91c07be1d455"},
    subcommands = {DatasetsListCommand.class, DatasetsDeleteCommand.class})
final class DatasetsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: list or delete");
  }
}
