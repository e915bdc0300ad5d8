package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.ModelChoice;
import io.catwalk.pipeline.cli.option.PointInTime;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.run.PredictionRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
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
      "  catwalk predict --model model.zip --images 'hdfs:///new/*/*.jpg' --out hdfs:///scored/today",
      "  catwalk predict --model fashion-mnist --images hdfs:///incoming --out hdfs:///scored --append"
    })
final class PredictCommand implements Runnable {

  private static final int BATCH = 20_000;

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

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = PointInTime.class,
      description =
          "Only images whose file was changed then or later: a date (2026-11-28), a time (2026-11-28T22:00) or an age (24h, 7d). An"
              + " archive counts as a whole. Older files are counted.")
  private Instant since = PredictionRequest.ALWAYS;

  @Option(
      names = "--drift",
      description =
          "Measures how far the images are from those that the model was trained on, whose dataset must be in storage: drift.json.")
  private boolean drift;

  @Option(
      names = "--drift-limit",
      paramLabel = "DISTANCE",
      description =
          "Measures as --drift does, and ends with exit code 3, after all is stored, where a measure is at least so far away and by more"
              + " than chance. Above 0; a night's report calls 0.1 moved (0.2 of the embedding).")
  private Double driftLimit;

  @Option(
      names = "--append",
      description =
          "Adds to a table that grows, --out: images that it has already are left out, as long as their files stay as they are. Each"
              + " batch appears whole or not at all, and the same command goes on after a crash.")
  private boolean append;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images of a batch of --append. Default: " + BATCH + ".")
  private Integer batch;

  @Mixin private StageOptions stage;

  private final Services services;

  PredictCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    check(show >= 0, "--show " + show + ": expected a whole number of at least 0");
    check(
        driftLimit == null || driftLimit > 0,
        "--drift-limit " + driftLimit + ": expected a number above 0");
    check(
        batch == null || batch > 0, "--batch " + batch + ": expected a whole number of at least 1");
    check(batch == null || append, "--batch " + batch + ": expected --append with it");
    check(!append || out != null, "--append: expected --out, the table that grows");
    check(
        !append || format == PredictionRequest.Format.PARQUET,
        "--append: expected --format parquet, which can grow");
    ExperimentConfig config = services.loader().load(stage.sources(false));
    PredictionRequest request =
        new PredictionRequest(
            choice.reference(),
            images,
            format,
            Optional.ofNullable(out),
            show,
            since,
            drift || driftLimit != null,
            append ? OptionalInt.of(batch == null ? BATCH : batch) : OptionalInt.empty());
    PredictSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary = services.jobs().predict(request, config, stage.run(services), progress.listeners());
    }
    stage.print(services.console(), summary, Headlines.of(summary));
    if (driftLimit != null) {
      refuseDrift(summary);
    }
  }

  private void check(boolean right, String mistake) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), mistake);
    }
  }

  private void refuseDrift(PredictSummary summary) {
    if (summary.drift() == null) {
      return;
    }
    String far =
        summary.drift().measures().stream()
            .filter(measure -> measure.reaches(driftLimit))
            .map(
                m ->
                    String.format(
                        Locale.ROOT, "%s %.3f", m.name().toLowerCase(Locale.ROOT), m.distance()))
            .collect(Collectors.joining(", "));
    if (!far.isEmpty()) {
      throw CatwalkException.data(
          "The images have drifted: "
              + far
              + ", expected below --drift-limit "
              + driftLimit
              + "; the predictions are stored all the same");
    }
  }
}
