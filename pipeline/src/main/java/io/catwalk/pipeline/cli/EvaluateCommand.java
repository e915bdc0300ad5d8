package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.ModelChoice;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.run.RunSummary;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A stored model on a stored dataset. */
@Command(
    name = "evaluate",
    description = {
      "Judges a trained model on the test split of a dataset.",
      "",
      "Nothing is trained. Accuracy, precision, recall and F1 a class, confusion matrix, log loss, Brier score, calibration,"
          + " ROC-AUC and average precision are published as a run of their own."
    },
    footer = {
      "  catwalk evaluate --run 20260101-120000-lenet5",
      "  catwalk evaluate --run 20260101-120000-lenet5 --dataset cats-vs-dogs@3f2a91",
      "  catwalk evaluate --model hdfs://HOST:9000/models/model.zip --dataset fashion-mnist --json"
    })
final class EvaluateCommand implements Runnable {

  @ArgGroup(multiplicity = "1")
  private ModelChoice choice;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description =
          "NAME (the newest version), NAME@VERSION or the URI of a dataset's folder. Default: the one that the model was trained on.")
  private String dataset;

  @Mixin private StageOptions stage;

  private final Services services;

  EvaluateCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    ExperimentConfig config = services.loader().load(stage.sources(false));
    EvaluationRequest request =
        new EvaluationRequest(choice.reference(), Optional.ofNullable(dataset));
    RunSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary =
          services.jobs().evaluate(request, config, stage.run(services), progress.listeners());
    }
    stage.print(services.console(), summary, Headlines.of(summary));
  }
}
