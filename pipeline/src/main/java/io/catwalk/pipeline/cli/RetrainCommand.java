package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.console.RetrainHeadline;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.retrain.RetrainSummary;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
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
      "  catwalk retrain --config mine.conf --accept-data"
    })
final class RetrainCommand implements Callable<Integer> {

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

  @Mixin private OutputOptions output;

  private final Services services;

  RetrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    ExperimentConfig experiment = services.loader().load(config.sources(true));
    Console console = services.console();
    if (status) {
      RetrainStatus found = services.retraining().status(experiment);
      output.print(console, found, RetrainHeadline.of(found));
      return ExitCode.OK.code();
    }
    RetrainOptions options =
        new RetrainOptions(
            force,
            acceptData,
            services.stop(),
            services.program(),
            output.lines(console, "retrain"));
    RetrainSummary summary;
    try (Progress progress = output.progress(console)) {
      summary = services.retraining().retrain(experiment, options, progress.listeners());
    }
    summary.failedHooks().forEach(line -> console.say("catwalk: warning: " + line));
    output.print(console, summary, RetrainHeadline.of(summary));
    return summary.outcome().exitCode().code();
  }
}
