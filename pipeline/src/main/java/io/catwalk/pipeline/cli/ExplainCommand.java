package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.option.ModelChoice;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.Jobs.ExplanationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationSummary;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a stored model sees in an image. */
@Command(
    name = "explain",
    description = {
      "Draws what a trained model sees in an image.",
      "",
      "The feature maps of a layer, the pixels that the score of a class hangs on (saliency), and where the last feature maps speak"
          + " for it (Grad-CAM), as PNG files in one folder. Needs no Spark."
    },
    footer = {
      "  catwalk explain --run 20260101-120000-lenet5 --image cat.jpg",
      "  catwalk explain --run 20260101-120000-lenet5 --image cat.jpg --layer conv1 --class dog --out seen"
    })
final class ExplainCommand implements Runnable {

  @ArgGroup(multiplicity = "1")
  private ModelChoice choice;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The image, on any Hadoop file system.")
  private String image;

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description =
          "Shows the feature maps of this one: conv1, pool2, … as `catwalk models` names them. Default: the last with something to see.")
  private String layer;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Explains the score of this class. Default: the most probable one.")
  private String className;

  @Option(
      names = "--out",
      paramLabel = "URI",
      description = "The folder of the pictures, a new one. Default: in storage.")
  private String out;

  @Mixin private StageOptions stage;

  private final Services services;

  ExplainCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    ExperimentConfig config = services.loader().load(stage.sources(false));
    ExplanationRequest request =
        new ExplanationRequest(
            choice.reference(),
            image,
            Optional.ofNullable(layer),
            Optional.ofNullable(className),
            Optional.ofNullable(out));
    ExplanationSummary summary = services.jobs().explain(request, config, stage.run(services));
    stage.print(services.console(), summary, Headlines.of(summary));
  }
}
