package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.AccuracyBenchmark;
import io.catwalk.pipeline.bench.AccuracyData;
import io.catwalk.pipeline.bench.AccuracyReport;
import io.catwalk.pipeline.bench.AccuracyRow;
import io.catwalk.pipeline.bench.AccuracyRows;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well the networks learn. */
@Command(
    name = "accuracy",
    description = {
      "Trains the textbook's networks and Catwalk's own, and tells how accurate each is beside what is expected of it.",
      "",
      "All rows take an hour or two on two cores. Each is an ordinary run in the storage, with a report; one that was interrupted"
          + " goes on when its row is asked for again with the same --runs, and one that was finished is told again. Rows whose images"
          + " are not here are left out.",
      "",
      "A third of the photos is sealed: those the SHA-256 of whose file name, read as a number, divides by 3. No setting is chosen on"
          + " them; the rows pets, pets-lenet5, pets-scratch and pets-transfer are judged on them, and settings are chosen with"
          + " --choose-settings."
    },
    footer = {
      "  catwalk bench accuracy lenet5 fashion-cnn --storage accuracy",
      "  catwalk bench accuracy --photos ~/photos --book-split ~/photos/book-split.tsv --json"
    })
final class BenchAccuracyCommand implements Runnable {

  @Parameters(
      paramLabel = "ROW",
      arity = "0..*",
      description =
          "Rows to train. Default: all. A row that starts from another one's network needs that one too.")
  private List<String> rows = new ArrayList<>();

  @Option(
      names = "--fashion-mnist",
      paramLabel = "FOLDER",
      description =
          "Fashion-MNIST's four gzipped files. Default: where submit/get-data or Debian's package put them.")
  private Path fashionMnist;

  @Option(
      names = "--photos",
      paramLabel = "FOLDER",
      description = "Photos that are named like cat.12.jpg. Default: none.")
  private Path photos;

  @Option(
      names = "--book-split",
      paramLabel = "FILE",
      description =
          "The textbook's own division of the photos, a table of paths below --photos. Default: none.")
  private Path bookSplit;

  @Option(
      names = "--choose-settings",
      description =
          "Judges on images that are held back from those to train on; sealed and other test images are not read.")
  private boolean choosing;

  @Option(
      names = "--runs",
      paramLabel = "PREFIX",
      defaultValue = "accuracy",
      description = "What names of runs begin with. Default: ${DEFAULT-VALUE}.")
  private String prefix;

  @Mixin private ConfigOptions config;
  @Mixin private BenchOutput output;

  private final Services services;

  BenchAccuracyCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    List<AccuracyRow> chosen = chosen();
    AccuracyData data =
        new AccuracyData(Path.of("catwalk-data", "accuracy"), choosing)
            .withFashionMnist(fashionMnist, chosen.stream().anyMatch(AccuracyRow::halves))
            .withPhotos(photos)
            .withBookSplit(bookSplit);
    Console console = services.console();
    AccuracyReport report =
        new AccuracyBenchmark(data.places(), this::train, output.progress(console)).run(chosen);
    output.print(console, report, BenchHeadlines.of(report));
  }

  private List<AccuracyRow> chosen() {
    List<AccuracyRow> all = AccuracyRows.all();
    List<String> names = all.stream().map(AccuracyRow::name).toList();
    for (String row : rows) {
      if (!names.contains(row)) {
        throw output.wrong("unknown row " + row + "; known are " + String.join(", ", names));
      }
    }
    return all.stream().filter(row -> rows.isEmpty() || rows.contains(row.name())).toList();
  }

  private AccuracyBenchmark.Outcome train(String experiment, List<String> settings, String run) {
    List<ConfigOverride> own =
        settings.stream()
            .map(setting -> ConfigOverride.assignment("--set", setting))
            .collect(Collectors.toList());
    ConfigSources sources = config.sources(true, own).orElse(experiment);
    ExperimentConfig experimentConfig = services.loader().load(sources);
    String runId = prefix + (choosing ? "-choosing-" : "-") + run;
    return services
        .jobs()
        .finished(experimentConfig, runId)
        .map(
            earlier ->
                new AccuracyBenchmark.Outcome(
                    runId, earlier.accuracy(), earlier.epochs(), earlier.trainSeconds()))
        .orElseGet(() -> train(experimentConfig, runId));
  }

  private AccuracyBenchmark.Outcome train(ExperimentConfig experimentConfig, String runId) {
    RunOptions options =
        new RunOptions(Optional.of(runId), false, services.stop(), services.program());
    try (Progress progress = output.training(services.console())) {
      RunSummary summary = services.jobs().train(experimentConfig, options, progress.listeners());
      return new AccuracyBenchmark.Outcome(
          summary.runId(), summary.accuracy(), summary.epochs(), summary.trainSeconds());
    }
  }
}
