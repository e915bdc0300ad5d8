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
      "After one of each to warm up, ingest and training of a folder of files runs in turns with fit of a table of the files' paths and fit of a"
          + " table of the files as Spark's source binaryFile reads them; then what catwalk predict does in turns with transform of such tables,"
          + " all of which write Parquet. RATE is by the time that passed, BY PROCESSOR TIME by what this machine's processors did for it, which"
          + " other work on the machine hardly changes. The files are PNG in the temporary folder of this machine, which a"
          + " cluster's workers must see too: Fashion-MNIST's images where it is on this machine and the network takes grey ones, else noise."
          + " Epochs are those of the configuration: --set train.epochs=3."
    },
    footer = {
      "  catwalk bench spark-ml --model lenet5 --workers 2 --minibatch 64 --frequency 50 --scored 100000 --set train.epochs=3",
      "  catwalk bench spark-ml --model lenet5 --workers 2 --minibatch 64 --frequency 50 --images 2000 --repeats 1 --json"
    })
final class BenchSparkMlCommand implements Runnable {

  @Mixin private BenchTraining training;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Images to train on at most, at least 100. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--scored",
      paramLabel = "N",
      description =
          "Images that are scored, at least 100; where there are not as many, they repeat. Default: as many as --images.")
  private Integer scored;

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
    int toScore = scored == null ? images : scored;
    output.atLeast(100, "--scored", toScore);
    ExperimentConfig config = training.load(services.loader());
    Console console = services.console();
    SparkMlReport report =
        services
            .benchmarks()
            .sparkMl(
                new SparkMlRequest(config, images, toScore, repeats), output.progress(console));
    output.print(console, report, BenchHeadlines.of(report));
  }
}
