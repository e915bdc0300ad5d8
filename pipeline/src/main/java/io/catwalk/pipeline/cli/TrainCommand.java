package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole experiment. */
@Command(
    name = "train",
    description = {
      "Trains a network, from images to metrics.",
      "",
      "Ingests data.source where that has not been done, trains model.name by averaging the parameters of train.workers networks"
          + " on Spark, keeps the model with the best validation score, judges it on the test split and publishes the run:"
          + " model.zip, metrics.json, history.csv, predictions.parquet, run.json, effective.conf."
    },
    footer = {
      "  catwalk train --config lenet-cats-vs-dogs",
      "  catwalk train --config mine.conf --set train.epochs=20 --set train.workers=8 --master yarn",
      "  catwalk train --config mine.conf --json | jq .accuracy"
    })
final class TrainCommand implements Runnable {

  @Mixin private StageOptions stage;

  private final Services services;

  TrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    train(services, stage, stage.sources(null, true));
  }

  static void train(Services services, StageOptions stage, ConfigSources sources) {
    ExperimentConfig config = services.loader().load(sources);
    RunSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary = services.jobs().train(config, stage.run(), progress.listeners());
    }
    stage.print(services.console(), summary, Headlines.of(summary));
  }
}
