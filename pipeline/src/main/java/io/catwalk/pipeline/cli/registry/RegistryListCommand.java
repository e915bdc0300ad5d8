package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.cli.console.Figures;
import io.catwalk.pipeline.cli.console.Table;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All models, each with its champion. */
@Command(
    name = "list",
    description = "Lists the models of the registry, or one model's versions.",
    footer = {"  catwalk registry list --storage hdfs://HOST:9000/catwalk"})
final class RegistryListCommand implements Runnable {

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryListCommand(Services services) {
    this.services = services;
  }

  /**
   * A model, as JSON has it.
   *
   * @param versions that are there
   * @param champion null where there is none
   */
  record Model(String name, int versions, Champion champion) {}

  @Override
  public void run() {
    if (options.model() != null) {
      versions(options.registry(services));
      return;
    }
    ArtifactStore store = options.store(services);
    List<Model> models = new ArrayList<>();
    Table table = new Table("MODEL", ">VERSIONS", "CHAMPION", "SINCE", "RUN", "DATASET");
    for (String name : Registry.names(store)) {
      Registry registry = new Registry(store, name);
      Champion champion = registry.champion().orElse(null);
      int versions = registry.versions().size();
      models.add(new Model(name, versions, champion));
      table.row(
          name,
          Figures.count(versions),
          champion == null ? "none" : champion.version(),
          champion == null ? "" : champion.since(),
          champion == null ? "" : champion.runId(),
          champion == null ? "" : champion.dataset());
    }
    options.print(
        services.console(),
        models,
        models.isEmpty() ? "The registry of " + store.root() + " is empty" : table.toString());
  }

  private void versions(Registry registry) {
    String champion = registry.state().championVersion();
    List<VersionManifest> versions = registry.versions();
    Table table = new Table("VERSION", "", "CREATED", "RUN", "DATASET", "FROM", "BLESSED");
    for (VersionManifest version : versions) {
      VersionManifest.Origin origin = version.origin();
      table.row(
          version.version(),
          version.version().equals(champion) ? "champion" : "",
          version.createdAt(),
          origin.runId(),
          origin.dataset(),
          origin.parent() == null ? "scratch" : origin.parent(),
          origin.blessed() ? "yes" : "no");
    }
    options.print(services.console(), versions, table.toString());
  }
}
