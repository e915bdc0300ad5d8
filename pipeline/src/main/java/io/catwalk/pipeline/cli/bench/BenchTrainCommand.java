package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.Benchmarks.TrainRequest;
import io.catwalk.pipeline.bench.TrainReport;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whole epochs on a cluster. */
@Command(
    name = "train",
    description = {
      "Measures how fast whole epochs are on a cluster, beside those who do the same.",
      "",
      "After one epoch of each to warm up, epochs are run in turns: Catwalk's averaging; as many independent loops at the same time,"
          + " without averaging; Deeplearning4j's ParameterAveragingTrainingMaster with its own layers; and, with --pytorch,"
          + " PyTorch's DistributedDataParallel over gloo, a process a worker on this machine. The images are Fashion-MNIST's"
          + " where it is on this machine and the network takes grey ones, else noise; all get the same."
    },
    footer = {
      "  catwalk bench train --model lenet5 --workers 2 --minibatch 64 --frequency 50 --master spark://HOST:7077",
      "  catwalk bench train --model fashion-cnn --workers 2 --minibatch 100 --frequency 20 --against none --json"
    })
final class BenchTrainCommand implements Runnable {

  /** Whom to compare with. */
  enum Against {
    STOCK,
    NONE
  }

  @Mixin private BenchTraining training;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Images of an epoch at most, at least one a worker. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--against",
      paramLabel = "MASTER",
      defaultValue = "stock",
      description =
          "stock measures Deeplearning4j's own master and layers in turns with ours, none does not. Default: ${DEFAULT-VALUE}.")
  private Against against;

  @Option(
      names = "--pytorch",
      paramLabel = "PYTHON",
      defaultValue = "${env:CATWALK_PYTORCH}",
      description =
          "A Python interpreter that has torch, to compare with PyTorch too. Default: $$CATWALK_PYTORCH, else none.")
  private String pytorch;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Measured epochs of each, of which the median is told. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Mixin private BenchOutput output;

  private final Services services;

  BenchTrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    output.atLeast(1, "--repeats", repeats);
    ExperimentConfig config = training.load(services.loader());
    output.atLeast(config.train().workers(), "--images", images);
    Console console = services.console();
    TrainReport report =
        services
            .benchmarks()
            .train(
                new TrainRequest(config, images, against == Against.STOCK, pytorch, repeats),
                output.progress(console));
    output.print(console, report, BenchHeadlines.of(report));
  }
}
