package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that decide which registry is meant. */
final class RegistryOptions {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model's name in the registry. Default: that of --config, or the only one that there is.")
  private String model;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  /** Where all registries are. */
  ArtifactStore store(Services services) {
    return services.retraining().store(load(services));
  }

  private ExperimentConfig load(Services services) {
    return services.loader().load(config.sources(false));
  }

  /** Null where none is named. */
  String model() {
    return model;
  }

  /**
   * @throws CatwalkException (data) when there is no such model; (usage) when it is not clear which
   *     is meant
   */
  Registry registry(Services services) {
    ExperimentConfig experiment = load(services);
    ArtifactStore store = services.retraining().store(experiment);
    List<String> names = Registry.names(store);
    String name = model;
    if (name == null && config.namesExperiment()) {
      name = experiment.retrain().registry();
    }
    if (name == null && names.size() == 1) {
      name = names.get(0);
    }
    if (name == null && !names.isEmpty()) {
      throw CatwalkException.usage(
          "--model NAME: which one? The registry holds " + String.join(", ", names));
    }
    if (!names.contains(name)) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "The registry of %s has no model%s; it has %s",
              store.root(),
              name == null ? "" : " " + name,
              names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return new Registry(store, name);
  }

  void print(Console console, Object result, String text) {
    if (json) {
      console.resultAsJson(result);
    } else {
      console.result(text);
    }
  }
}
