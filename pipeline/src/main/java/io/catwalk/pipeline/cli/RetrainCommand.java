package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.console.RetrainHeadline;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.retrain.RetrainSummary;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.retrain.Simulation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a scheduler calls. */
@Command(
    name = "retrain",
    description = {
      "Trains on what is new, and lets the result take the champion's place where it is better.",
      "",
      "Compares data.source with the champion's dataset, reads what is new alone, checks it, trains a challenger, judges both on the"
          + " same holdout as retrain.blessing says, and promotes or keeps. Nothing new costs seconds. Two never run at once: the"
          + " second leaves with exit code 5. What was interrupted is gone on with by the next start; what failed"
          + " by its data or settings is given up.",
      "",
      "Exit code 0: promoted, kept or nothing new (--json tells which as outcome); 3: a person must look, and reasons say why."
    },
    footer = {
      "  catwalk retrain --config conf/retrain-fashion-mnist.conf --json",
      "  catwalk retrain --config conf/retrain-fashion-mnist.conf --status",
      "  catwalk retrain --config mine.conf --accept-data",
      "  catwalk retrain --config mine.conf --simulate 30"
    })
final class RetrainCommand implements Callable<Integer> {

  private static final int MOST_NIGHTS = 366;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Mixin private ConfigOptions config;

  @Option(
      names = "--status",
      description =
          "Tells the last run, what would be done now and who is at work; changes nothing.")
  private boolean status;

  @Option(names = "--force", description = "Trains though nothing is new.")
  private boolean force;

  @Option(
      names = "--accept-data",
      description =
          "Takes the data as it is, however different (retrain.checks), and leaves out bad images, however many (data.quarantine).")
  private boolean acceptData;

  @Option(
      names = "--simulate",
      paramLabel = "N",
      description =
          "Tries N nights one after the other in a storage of their own, which stays: --storage names it, else it lies beside the"
              + " usual one. Where data.source holds N sub-folders of the same classes, each is a night; else data.seed"
              + " divides its images into a start and N nights. Your storage, registry and hooks are not touched.")
  private Integer nights;

  @Mixin private OutputOptions output;

  private final Services services;

  RetrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    ExperimentConfig experiment = services.loader().load(config.sources(true));
    Console console = services.console();
    if (nights != null) {
      return simulate(experiment, console);
    }
    if (status) {
      RetrainStatus found = services.retraining().status(experiment);
      output.print(console, found, RetrainHeadline.of(found));
      return ExitCode.OK.code();
    }
    RetrainOptions options = options(console);
    RetrainSummary summary;
    try (Progress progress = output.progress(console)) {
      summary = services.retraining().retrain(experiment, options, progress.listeners());
    }
    summary.failedHooks().forEach(line -> console.say("catwalk: warning: " + line));
    output.print(console, summary, RetrainHeadline.of(summary));
    return summary.outcome().exitCode().code();
  }

  private RetrainOptions options(Console console) {
    return new RetrainOptions(
        force, acceptData, services.stop(), services.program(), output.lines(console, "retrain"));
  }

  private int simulate(ExperimentConfig user, Console console) {
    if (nights < 1 || nights > MOST_NIGHTS || status) {
      throw CatwalkException.usage(
          status
              ? "--simulate and --status exclude each other: expected one of them"
              : "--simulate " + nights + ": expected from 1 to " + MOST_NIGHTS + " nights");
    }
    ExperimentConfig scratch = services.loader().load(config.sources(true, scratch(user)));
    Simulation simulation =
        new Simulation(services.retraining(), user, scratch, nights, options(console));
    while (simulation.hasNext()) {
      Simulation.Ended night;
      try (Progress progress = output.progress(console)) {
        night = simulation.next(progress.listeners());
      }
      String line = "night " + night.night() + ": " + RetrainHeadline.line(night.summary());
      if (output.json()) {
        output.lines(console, "retrain").accept(line);
      } else {
        console.result(line);
      }
    }
    Simulation.Summary summary = simulation.summary();
    output.print(console, summary, RetrainHeadline.of(summary));
    return ExitCode.OK.code();
  }

  /** What keeps the nights away from everything that is real. */
  private List<ConfigOverride> scratch(ExperimentConfig user) {
    String root = user.storageRoot().replaceFirst("(?<=[^/])/+$", "");
    if (!config.namesStorage()) {
      root += "-simulation-" + TIME.format(Instant.now());
    }
    return List.of(
        ConfigOverride.option("--simulate", "storage.root", root),
        ConfigOverride.option("--simulate", "data.source", root + "/" + Simulation.SOURCE),
        ConfigOverride.option("--simulate", "retrain.holdout", ""),
        ConfigOverride.option("--simulate", "retrain.hooks.webhook", ""),
        ConfigOverride.option("--simulate", "retrain.hooks.command", "[]"));
  }
}
