package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.Benchmarks.RoundRequest;
import io.catwalk.pipeline.bench.RoundReport;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
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

  @Mixin private BenchTraining training;

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

  @Mixin private BenchOutput output;

  private final Services services;

  BenchRoundCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    output.atLeast(1, "--rounds", rounds);
    output.atLeast(0, "--warm-up", warmUp);
    Console console = services.console();
    ExperimentConfig config = training.load(services.loader());
    RoundReport report =
        services
            .benchmarks()
            .round(new RoundRequest(config, warmUp, rounds), output.progress(console));
    output.print(console, report, RoundHeadline.of(report));
  }
}
