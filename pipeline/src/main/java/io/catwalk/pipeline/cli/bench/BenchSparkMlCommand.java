package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.Benchmarks.SparkMlRequest;
import io.catwalk.pipeline.bench.SparkMlReport;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The stages of Spark ML beside the commands. */
@Command(
    name = "spark-ml",
    description = {
      "Measures how fast the stages of Spark ML are beside the commands.",
      "",
      "After one of each to warm up, fit of a DataFrame of files runs in turns with ingest and training of the same files, then transform in"
          + " turns with what catwalk predict does; both write Parquet. The files are PNG in the temporary folder of this machine, which a"
          + " cluster's workers must see too: Fashion-MNIST's images where it is on this machine and the network takes grey ones, else noise."
          + " Epochs are those of the configuration: --set train.epochs=3."
    },
    footer = {
      "  catwalk bench spark-ml --model lenet5 --workers 2 --minibatch 64 --frequency 50 --set train.epochs=3",
      "  catwalk bench spark-ml --model lenet5 --workers 2 --minibatch 64 --frequency 50 --images 2000 --repeats 1 --json"
    })
final class BenchSparkMlCommand implements Runnable {

  @Mixin private BenchTraining training;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Images at most, at least 100. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns of each, of which the median is told. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Mixin private BenchOutput output;

  private final Services services;

  BenchSparkMlCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    output.atLeast(1, "--repeats", repeats);
    output.atLeast(100, "--images", images);
    ExperimentConfig config = training.load(services.loader());
    Console console = services.console();
    SparkMlReport report =
        services
            .benchmarks()
            .sparkMl(new SparkMlRequest(config, images, repeats), output.progress(console));
    output.print(console, report, BenchHeadlines.of(report));
  }
}
