package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.bench.AccuracyData;
import io.catwalk.pipeline.bench.LabelErrorBenchmark;
import io.catwalk.pipeline.bench.LabelErrorBenchmark.Found;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Figures;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.RunSummary;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
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
      "The run is an ordinary one in the storage: its label-errors.csv is what is judged. Ten minutes on one quiet core."
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
      description = "Share of the training images that get a wrong label. Default: ${DEFAULT-VALUE}.")
  private double percent;

  @Option(
      names = "--flip-seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Decides which these are, and which labels they get. Default: ${DEFAULT-VALUE}.")
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
   * @param seconds wall time of the whole run
   */
  record LabelErrorReport(
      String run,
      double percent,
      long seed,
      int folds,
      Found found,
      double accuracy,
      double seconds) {}

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
    RunSummary summary;
    RunOptions options =
        new RunOptions(Optional.of(runId), false, services.stop(), services.program());
    try (Progress progress = output.training(console)) {
      summary = services.jobs().train(experiment, options, progress.listeners());
    }
    Found found =
        LabelErrorBenchmark.judge(
            summary.labelErrorTable(), read(summary.labelErrorTable()), flipped);
    output.print(
        console,
        new LabelErrorReport(
            summary.run(), percent, seed, folds, found, summary.accuracy(), summary.seconds()),
        headline(found, summary));
  }

  private String images(Path tables) {
    String place =
        new AccuracyData(tables).withFashionMnist(fashionMnist, false).places().get("fashion");
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

  private static byte[] read(String uri) {
    try {
      return HadoopStorage.with(Map.of()).sources().read(uri);
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + uri + ": " + e.getMessage(), e);
    }
  }

  private String headline(Found found, RunSummary summary) {
    return String.format(
        Locale.ROOT,
        "flipped       %s training labels (%s %%, seed %d), judged in %d folds by %s%n"
            + "listed        %s images, %s of them flipped%n"
            + "precision     %.4f%nrecall        %.4f%naverage precision %.4f%n"
            + "accuracy      %.4f on the test images, %s in all%nrun           %s%n",
        Figures.count(found.flipped()),
        percent,
        seed,
        folds,
        summary.model(),
        Figures.count(found.listed()),
        Figures.count(found.hits()),
        found.precision(),
        found.recall(),
        found.averagePrecision(),
        summary.accuracy(),
        Figures.duration(summary.seconds()),
        summary.run());
  }
}
