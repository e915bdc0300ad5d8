package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.ResumeOption;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.cli.option.TrainingOptions;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.RunSummary;
import java.util.Optional;
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
          + " model.zip, metrics.json, history.csv, predictions.parquet, run.json, effective.conf.",
      "",
      "Training is saved as train.checkpoint says. After a crash, Ctrl-C or SIGTERM it goes on from there, to the same model bit for bit,"
          + " by --resume RUN or when it is started again with the same --run-id.",
      "",
      "--from starts with the weights of an earlier run instead of random ones; --freeze-until keeps its first layers as they are and"
          + " trains the rest."
    },
    footer = {
      "  catwalk train --config lenet-cats-vs-dogs",
      "  catwalk train --config mine.conf --epochs 20 --set train.workers=8 --master yarn",
      "  catwalk train --set data.source=photos --size 96 --model catwalk-small",
      "  catwalk train --config mine.conf --json | jq .accuracy",
      "  catwalk train --resume 20260101-120000-lenet5-1a2b",
      "  catwalk train --config pets.conf --from 20260101-120000-lenet5-1a2b --freeze-until pool2 --set model.classes=2"
    })
final class TrainCommand implements Runnable {

  @Mixin private StageOptions stage;
  @Mixin private ResumeOption resume;
  @Mixin private TrainingOptions training;

  private final Services services;

  TrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    train(services, stage, resume, training, Optional.empty());
  }

  /**
   * @param usual the experiment where none is named
   */
  static void train(
      Services services,
      StageOptions stage,
      ResumeOption resume,
      TrainingOptions training,
      Optional<String> usual) {
    RunOptions options = resume.over(stage, services);
    ExperimentConfig config = resume.config(stage, training, services, usual);
    RunSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary = services.jobs().train(config, options, progress.listeners());
    }
    stage.print(services.console(), summary, Headlines.of(summary));
  }
}
