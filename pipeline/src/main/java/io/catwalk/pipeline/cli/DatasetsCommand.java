package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.ingest.DatasetDeletion;
import io.catwalk.pipeline.run.DatasetUsers;
import io.catwalk.pipeline.storage.ArtifactStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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

  /** Less to keep. */
  @Command(
      name = "delete",
      description =
          "Deletes a version of a dataset, unless another reads its shards, or a model or a run rests on it.",
      footer = {"  catwalk datasets delete cats-vs-dogs@3f2a91c07be1d455"})
  private static final class DatasetsDeleteCommand implements Runnable {

    @Parameters(paramLabel = "NAME@VERSION", description = "As catwalk datasets list shows it.")
    private String dataset;

    @Mixin private ConfigOptions config;

    private final Services services;

    DatasetsDeleteCommand(Services services) {
      this.services = services;
    }

    @Override
    public void run() {
      ArtifactStore store =
          services.retraining().store(services.loader().load(config.sources(null, false)));
      new DatasetDeletion(store).delete(dataset, new DatasetUsers(store).of(dataset));
      services.console().result("Deleted " + dataset);
    }
  }
}
