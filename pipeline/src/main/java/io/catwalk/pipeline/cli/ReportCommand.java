package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Browser;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Headlines;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.run.ReportRequest;
import io.catwalk.pipeline.run.ReportRequest.Format;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A page that people read. */
@Command(
    name = "report",
    description = {
      "Makes a report of a run, from its stored files alone: no Spark, no model, no dataset.",
      "",
      "One HTML file that needs no network: a verdict in words, metrics with confidence intervals, confusion matrix, curves,"
          + " calibration, the worst mistakes, slices, data, timings. Every run has one already; this makes it anew, or compares"
          + " two runs on the same examples, or lists all runs of a network."
    },
    footer = {
      "  catwalk report --run 20260101-120000-lenet5 --open",
      "  catwalk report --run NEW --baseline OLD --out comparison.html",
      "  catwalk report --run NEW --baseline OLD --format markdown | gh pr comment --body-file -",
      "  catwalk report --all --model lenet5"
    })
final class ReportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Subject subject;

  /** One run, or all. */
  static final class Subject {

    @Option(
        names = "--run",
        paramLabel = "RUN",
        description = "A run's id in storage, or the path or URI of its folder.")
    private String run;

    @Option(names = "--all", description = "An index of all runs of one network; needs --model.")
    private boolean all;
  }

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description = "The run to compare with, on the examples that both have predicted.")
  private String baseline;

  @Option(names = "--model", paramLabel = "NAME", description = "With --all: the network's name.")
  private String model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "A path or URI. Default: HTML goes beside the run's metrics (an index to reports/ in storage), the rest to stdout.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "html",
      description =
          "html, markdown (for a pull request or a mail) or json. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(names = "--open", description = "Shows the page in a browser.")
  private boolean open;

  @Mixin private ConfigOptions config;

  private final Services services;

  ReportCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    check();
    ExperimentConfig experiment = services.loader().load(config.sources(false));
    ReportRequest.Subject of =
        subject.all
            ? new ReportRequest.AllRuns(model)
            : new ReportRequest.Run(subject.run, Optional.ofNullable(baseline));
    ReportSummary summary =
        services.jobs().report(new ReportRequest(of, format, Optional.ofNullable(out)), experiment);
    Console console = services.console();
    if (summary.report() == null) {
      console.result(new String(summary.content(), StandardCharsets.UTF_8));
      return;
    }
    console.result(Headlines.of(summary));
    if (open) {
      new Browser(console).show(summary);
    }
  }

  private void check() {
    if (subject.all && model == null) {
      throw wrong("--all needs --model NAME: whose runs?");
    }
    if (!subject.all && model != null) {
      throw wrong("--model goes with --all alone; one run is named by --run");
    }
    if (subject.all && baseline != null) {
      throw wrong("--baseline goes with --run alone");
    }
    if (open && format != Format.HTML) {
      throw wrong("--open shows HTML alone");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
