package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Table;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.ingest.DatasetDeletion;
import io.catwalk.pipeline.run.DatasetUsers;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All versions, each with what rests on it. */
@Command(
    name = "list",
    description = "Lists the versions of all datasets, and what rests on each.",
    footer = {"  catwalk datasets list --storage hdfs://HOST:9000/catwalk"})
final class DatasetsListCommand implements Runnable {

  @Mixin private ConfigOptions config;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  private final Services services;

  DatasetsListCommand(Services services) {
    this.services = services;
  }

  /**
   * A version, as JSON has it.
   *
   * @param dataset {@code name@version}
   * @param readBy other versions that read its shards
   * @param usedBy sentences of what else rests on it
   */
  record Version(String dataset, List<String> readBy, List<String> usedBy) {}

  @Override
  public void run() {
    ArtifactStore store =
        services.retraining().store(services.loader().load(config.sources(false)));
    DatasetDeletion datasets = new DatasetDeletion(store);
    DatasetUsers users = new DatasetUsers(store);
    List<Version> versions = new ArrayList<>();
    Table table = new Table("DATASET", "SHARDS READ BY", "USED BY");
    for (String dataset : datasets.all()) {
      Version version = new Version(dataset, datasets.readers(dataset), users.of(dataset));
      versions.add(version);
      table.row(dataset, String.join(", ", version.readBy()), String.join(", ", version.usedBy()));
    }
    if (json) {
      services.console().resultAsJson(versions);
    } else {
      services
          .console()
          .result(
              versions.isEmpty() ? "There are no datasets in " + store.root() : table.toString());
    }
  }
}
