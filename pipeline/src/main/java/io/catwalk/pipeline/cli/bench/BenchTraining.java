package io.catwalk.pipeline.cli.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of measurements that train on a cluster: which network, how, and where. */
final class BenchTraining {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      required = true,
      description = "The network; catwalk models lists them.")
  private String model;

  @Option(
      names = "--workers",
      paramLabel = "N",
      required = true,
      description = "Networks that train side by side (train.workers).")
  private String workers;

  @Option(
      names = "--minibatch",
      paramLabel = "N",
      required = true,
      description = "Images of one step of a worker (train.minibatch).")
  private String minibatch;

  @Option(
      names = "--frequency",
      paramLabel = "N",
      required = true,
      description = "Minibatches of a round (train.averaging-frequency).")
  private String frequency;

  @Mixin private ConfigOptions config;

  /** The configuration with these options over it. */
  ExperimentConfig load(ConfigLoader loader) {
    if (!ModelCatalog.names().contains(model)) {
      throw new ParameterException(
          command.commandLine(),
          "unknown network " + model + "; known are " + String.join(", ", ModelCatalog.names()));
    }
    return loader.load(config.sources(false, overrides()));
  }

  private List<ConfigOverride> overrides() {
    ImageShape shape = ModelCatalog.get(model).designShape();
    List<ConfigOverride> overrides = new ArrayList<>();
    overrides.add(ConfigOverride.option("--model", "model.name", model));
    overrides.add(ConfigOverride.option("--model", "model.classes", "10"));
    overrides.add(option("data.shape.height", shape.height()));
    overrides.add(option("data.shape.width", shape.width()));
    overrides.add(option("data.shape.channels", shape.channels()));
    overrides.add(ConfigOverride.option("--workers", "train.workers", workers));
    overrides.add(ConfigOverride.option("--minibatch", "train.minibatch", minibatch));
    overrides.add(ConfigOverride.option("--frequency", "train.averaging-frequency", frequency));
    return overrides;
  }

  private static ConfigOverride option(String key, int value) {
    return ConfigOverride.option("--model", key, Integer.toString(value));
  }
}
