package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.option.ResumeOption;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.cli.option.TrainingOptions;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The experiment that needs no file. */
@Command(
    name = "train-lenet",
    description = {
      "Trains LeNet-5, on Fashion-MNIST where no --config says otherwise.",
      "",
      "The same as: catwalk train --config lenet-fashion-mnist. The images are those that submit/get-data fashion-mnist puts into"
          + " catwalk-data/fashion-mnist; submit/train-lenet gets them by itself."
    },
    footer = {
      "  catwalk train-lenet",
      "  catwalk train-lenet --set data.limit=4000 --set train.epochs=2      a quick trial",
      "  catwalk train-lenet --config lenet-cats-vs-dogs",
      "  catwalk train-lenet --master spark://HOST:7077 --storage hdfs://HOST:9000/catwalk"
    })
final class TrainLenetCommand implements Runnable {

  private static final String USUAL_EXPERIMENT = "lenet-fashion-mnist";

  @Mixin private StageOptions stage;
  @Mixin private ResumeOption resume;
  @Mixin private TrainingOptions training;

  private final Services services;

  TrainLenetCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    TrainCommand.train(services, stage, resume, training, Optional.of(USUAL_EXPERIMENT));
  }
}
