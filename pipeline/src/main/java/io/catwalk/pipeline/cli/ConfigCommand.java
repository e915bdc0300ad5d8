package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The effective configuration. */
@Command(
    name = "config",
    description = {
      "Prints the effective configuration, without starting anything.",
      "",
      "The documented defaults, overlaid by the experiment's file, JVM system properties and the"
          + " command line. What it prints is an experiment's file itself. Every mistake is told at"
          + " once, each with its file and line."
    },
    footer = {
      "  catwalk config                                         every key with its default",
      "  catwalk config --config mine.conf --set train.epochs=20",
      "  catwalk config --config lenet-fashion-mnist > mine.conf",
      "  catwalk config --config mine.conf storage.root"
    })
final class ConfigCommand implements Runnable {

  @Mixin private ConfigOptions options;

  @Parameters(
      paramLabel = "KEY",
      arity = "0..*",
      description = "Prints the values of these keys alone, a line each.")
  private List<String> keys = List.of();

  @Option(names = "--json", description = "Prints it as one JSON object.")
  private boolean json;

  private final Services services;

  ConfigCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    ExperimentConfig config = services.loader().load(options.sources(false));
    if (!keys.isEmpty()) {
      services.console().result(values(ConfigLoader.settings(config)));
      return;
    }
    services.console().result(json ? ConfigLoader.json(config) : config.effective());
  }

  private String values(SortedMap<String, String> settings) {
    return keys.stream()
        .map(
            key -> {
              if (!settings.containsKey(key)) {
                throw CatwalkException.usage(key + ": unknown key; catwalk config prints all keys");
              }
              return settings.get(key);
            })
        .collect(Collectors.joining("\n"));
  }
}
