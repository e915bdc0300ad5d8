package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.bench.AccuracyData;
import io.catwalk.pipeline.bench.LabelErrorBenchmark;
import io.catwalk.pipeline.bench.LabelErrorBenchmark.Found;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.console.Table;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.FinishedTraining;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.StoredPredictions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many wrong labels are found. */
@Command(
    name = "label-errors",
    description = {
      "Gives some training images of Fashion-MNIST wrong labels, by a seed, trains with folds, and tells how many of them are found.",
      "",
      "The run is an ordinary one in the storage; one that was interrupted goes on when it is asked for again, and one that was finished is"
          + " told again. Ten minutes on one quiet core."
    },
    footer = {"  catwalk bench label-errors --storage label-errors --master local[1]"})
final class BenchLabelErrorsCommand implements Runnable {

  private static final String EXPERIMENT = "lenet-fashion-mnist";

  @Option(
      names = "--fashion-mnist",
      paramLabel = "FOLDER",
      description =
          "Fashion-MNIST's four gzipped files. Default: where submit/get-data or Debian's package put them.")
  private Path fashionMnist;

  @Option(
      names = "--percent",
      paramLabel = "P",
      defaultValue = "3",
      description =
          "Share of the training images that get a wrong label. Default: ${DEFAULT-VALUE}.")
  private double percent;

  @Option(
      names = "--flip-seed",
      paramLabel = "N",
      defaultValue = "42",
      description =
          "Decides which these are, and which labels they get. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "Parts that are judged by networks of their own. Default: ${DEFAULT-VALUE}.")
  private int folds;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      defaultValue = "label-errors",
      description = "Name of the run. Default: ${DEFAULT-VALUE}.")
  private String runId;

  @Mixin private ConfigOptions config;
  @Mixin private BenchOutput output;

  private final Services services;

  BenchLabelErrorsCommand(Services services) {
    this.services = services;
  }

  /**
   * What is told.
   *
   * @param run full URI of its folder
   * @param accuracy of the run's network on the test split
   */
  record LabelErrorReport(
      String run,
      String model,
      double percent,
      long seed,
      int folds,
      Found found,
      double accuracy) {}

  @Override
  public void run() {
    if (!(percent > 0 && percent < 100)) {
      throw output.wrong("--percent " + percent + ": expected a number above 0 and below 100");
    }
    output.atLeast(2, "--folds", folds);
    Path tables = Path.of("catwalk-data", "label-errors");
    String images = images(tables);
    Path table = tables.resolve("flips-" + percent + "-" + seed + ".csv").toAbsolutePath();
    List<String> settings = new ArrayList<>(LabelErrorBenchmark.settings());
    settings.addAll(
        List.of("data.source=" + images, "data.relabel=" + table, "train.folds=" + folds));
    ExperimentConfig experiment = experiment(settings);
    Set<String> flipped =
        new LabelErrorBenchmark(Path.of(images), experiment.data().classes(), percent, seed)
            .flip(table);
    Console console = services.console();
    double accuracy =
        services
            .jobs()
            .finished(experiment, runId)
            .map(FinishedTraining::accuracy)
            .orElseGet(() -> train(experiment, console));
    ArtifactStore store = HadoopStorage.with(Map.of()).store(experiment.storageRoot());
    Found found =
        LabelErrorBenchmark.judge(
            new StoredPredictions(store, RunPaths.folder(runId), RunPaths.OUT_OF_FOLD_PREDICTIONS),
            experiment.data().classes().size(),
            flipped);
    LabelErrorReport report =
        new LabelErrorReport(
            store.resolve(RunPaths.folder(runId)).toString(),
            experiment.model().name(),
            percent,
            seed,
            folds,
            found,
            accuracy);
    output.print(console, report, headline(report));
  }

  private double train(ExperimentConfig experiment, Console console) {
    RunOptions options =
        new RunOptions(Optional.of(runId), false, services.stop(), services.program());
    try (Progress progress = output.training(console)) {
      return services.jobs().train(experiment, options, progress.listeners()).accuracy();
    }
  }

  private String images(Path tables) {
    String place =
        new AccuracyData(tables, false)
            .withFashionMnist(fashionMnist, false)
            .places()
            .get("fashion");
    if (place == null) {
      throw CatwalkException.data(
          "Fashion-MNIST is not here: submit/get-data fashion-mnist fetches it, or name its folder by --fashion-mnist");
    }
    return place;
  }

  private ExperimentConfig experiment(List<String> settings) {
    List<ConfigOverride> own = new ArrayList<>();
    settings.forEach(setting -> own.add(ConfigOverride.assignment("--set", setting)));
    return services.loader().load(config.sources(true, own).orElse(EXPERIMENT));
  }

  private static String headline(LabelErrorReport report) {
    Found found = report.found();
    Table table = new Table("OF", "FOUND");
    table.row(
        "flipped",
        String.format(
            Locale.ROOT,
            "%,d labels of %,d (%s %%, seed %d), judged in %d folds by %s",
            found.flipped(),
            found.images(),
            report.percent(),
            report.seed(),
            report.folds(),
            report.model()));
    table.row(
        "listed",
        String.format(
            Locale.ROOT, "%,d images, %,d of them flipped", found.listed(), found.hits()));
    table.row("precision, recall", ratio(found.precision()) + ", " + ratio(found.recall()));
    table.row(
        "average precision",
        ratio(found.averagePrecision())
            + " of all images, "
            + ratio(found.listedAveragePrecision())
            + " of the list alone");
    table.row("test accuracy", ratio(report.accuracy()));
    table.row("run", report.run());
    return table.toString();
  }

  private static String ratio(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }
}
