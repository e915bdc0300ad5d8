package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.ingest.DatasetDeletion;
import io.catwalk.pipeline.run.DatasetUsers;
import io.catwalk.pipeline.storage.ArtifactStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Less to keep. */
@Command(
    name = "delete",
    description =
        "Deletes a version of a dataset, unless another reads its shards, or a model or a run rests on it.",
    footer = {"  catwalk datasets delete cats-vs-dogs@3f2a91c07be1d455"})
final class DatasetsDeleteCommand implements Runnable {

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
        services.retraining().store(services.loader().load(config.sources(false)));
    new DatasetDeletion(store).delete(dataset, new DatasetUsers(store).of(dataset));
    services.console().result("Deleted " + dataset);
  }
}
