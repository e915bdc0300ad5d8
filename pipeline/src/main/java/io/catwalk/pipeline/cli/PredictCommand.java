package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.ModelChoice;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.PredictSummary;
import io.catwalk.pipeline.run.PredictionRequest;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A stored model on images whose classes nobody knows. */
@Command(
    name = "predict",
    description = {
      "Scores new images with a trained model.",
      "",
      "Every image is decoded and resized as the model's training images were; path, probabilities and the most probable class of"
          + " each are stored, and the first few are printed. Images that cannot be decoded are named with the reason, all of them in"
          + " unreadable.csv beside the predictions."
    },
    footer = {
      "  catwalk predict --run 20260101-120000-lenet5 --images photos/",
      "  catwalk predict --model fashion-mnist --images new/",
      "  catwalk predict --model model.zip --images 'hdfs:///new/*/*.jpg' --out hdfs:///scored/today"
    })
final class PredictCommand implements Runnable {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private ModelChoice choice;

  @Option(
      names = "--images",
      paramLabel = "PATTERN",
      required = true,
      description =
          "A folder, file or glob on any Hadoop file system. Quote a glob, so that the shell leaves it alone.")
  private String images;

  @Option(
      names = "--out",
      paramLabel = "URI",
      description = "The folder that the result goes into. Default: into storage.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description =
          "Stores the predictions as parquet, or as csv: one table with a probability for every class. Default:"
              + " ${DEFAULT-VALUE}.")
  private PredictionRequest.Format format;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Prints the first N predictions; with 0 no page of images is made either. Default: ${DEFAULT-VALUE}.")
  private int show;

  @Mixin private StageOptions stage;

  private final Services services;

  PredictCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (show < 0) {
      throw new ParameterException(
          spec.commandLine(), "--show " + show + ": expected a whole number of at least 0");
    }
    ExperimentConfig config = services.loader().load(stage.sources(false));
    PredictionRequest request =
        new PredictionRequest(choice.reference(), images, format, Optional.ofNullable(out), show);
    PredictSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary = services.jobs().predict(request, config, stage.run(services), progress.listeners());
    }
    stage.print(services.console(), summary, Headlines.of(summary));
  }
}
