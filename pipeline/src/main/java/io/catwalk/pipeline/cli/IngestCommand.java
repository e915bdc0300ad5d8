package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.IngestSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images to a dataset. */
@Command(
    name = "ingest",
    description = {
      "Turns images into a stored dataset.",
      "",
      "Reads data.source (folders, archives, globs, on any Hadoop file system), decodes and resizes every image to data.shape,"
          + " divides them into training, validation and test, and stores all as Parquet with a manifest. What cannot be decoded"
          + " goes to quarantine.csv (and .parquet) with its reason; too much of it fails the job. The same images and settings are not read"
          + " again."
    },
    footer = {
      "  catwalk ingest --config lenet-fashion-mnist",
      "  catwalk ingest --set data.name=pets --set data.source=hdfs:///photos/*.zip --set data.format=kaggle"
    })
final class IngestCommand implements Runnable {

  @Mixin private StageOptions stage;

  @Option(
      names = "--verify",
      description =
          "Reads the images although names, sizes and times of change are those of a dataset that is there already. Without it, a"
              + " file whose content was replaced by another of the same size and time is not noticed.")
  private boolean verify;

  private final Services services;

  IngestCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    ExperimentConfig config = services.loader().load(stage.sources(true));
    IngestSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary =
          services
              .jobs()
              .ingest(
                  config,
                  verify ? stage.run(services).verifying() : stage.run(services),
                  progress.listeners());
    }
    stage.print(services.console(), summary, Headlines.of(summary));
  }
}
