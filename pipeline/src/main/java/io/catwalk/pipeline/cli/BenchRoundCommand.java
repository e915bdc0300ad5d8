package io.catwalk.pipeline.cli;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.bench.RoundReport;
import io.catwalk.pipeline.bench.RoundRequest;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An averaging round on a cluster. */
@Command(
    name = "round",
    description = {
      "Measures what an averaging round costs on a cluster, and says how seldom to average and on how many workers.",
      "",
      "Workers train on Fashion-MNIST where it is on this machine and the network takes grey images, else on noise. Between windows"
          + " of rounds the same workers train for themselves, at the same time and without averaging: the speed that"
          + " averaging could reach at most. Other settings, such as train.updater, come from --config and --set."
    },
    footer = {
      "  catwalk bench round --model lenet5 --workers 2 --minibatch 64 --frequency 50 --master spark://HOST:7077",
      "  catwalk bench round --model lenet-224 --workers 4 --minibatch 32 --frequency 20 --set train.updater=nesterovs --json"
    })
final class BenchRoundCommand implements Runnable {

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

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Rounds that are measured, at least 1. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "ROUNDS",
      defaultValue = "20",
      description = "Rounds before anything counts. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Mixin private ConfigOptions config;

  @Mixin private BenchOutput output;

  private final Services services;

  BenchRoundCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (!ModelCatalog.names().contains(model)) {
      throw output.wrong(
          "unknown network " + model + "; known are " + String.join(", ", ModelCatalog.names()));
    }
    output.atLeast(1, "--rounds", rounds);
    output.atLeast(0, "--warm-up", warmUp);
    Console console = services.console();
    ExperimentConfig loaded = services.loader().load(config.sources(null, false, overrides()));
    RoundReport report =
        services
            .benchmarks()
            .round(new RoundRequest(loaded, warmUp, rounds), output.progress(console));
    output.print(console, report, RoundHeadline.of(report));
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
