package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.ServeCheckText;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.ModelChoice;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.export.ServeCheck;
import io.catwalk.pipeline.export.ServeCheckSummary;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast a model would serve from this machine. */
@Command(
    name = "serve-check",
    description = {
      "Measures how a trained model and its ONNX twin would serve from this machine.",
      "",
      "Latency of one image and images a second, by one thread and by many, of model.zip by Catwalk's engine and of model.onnx by ONNX"
          + " Runtime, on drawn images of the network's size; and whether both answer alike. Six measurements, one after the other."
          + " Needs no Spark."
    },
    footer = {
      "  catwalk serve-check --run 20260101-120000-lenet5 --onnxruntime onnxruntime-1.22.0.jar",
      "  catwalk serve-check --model fashion-mnist --onnxruntime onnxruntime-1.22.0.jar --threads 8 --json"
    })
final class ServeCheckCommand implements Runnable {

  private static final int MOST_THREADS = 1024;
  private static final int MOST_SECONDS = 600;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private ModelChoice choice;

  @Option(
      names = "--onnxruntime",
      paramLabel = "FILE",
      description =
          "The jar of ONNX Runtime, 90 MB, which is no part of Catwalk. Without it one line tells how to get it.")
  private Path onnxRuntime;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Many threads are so many. Default: one a core.")
  private Integer threads;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Each measurement takes so long. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  private final Services services;

  ServeCheckCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    int many = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    check("--threads", many, MOST_THREADS);
    check("--seconds", seconds, MOST_SECONDS);
    ServeCheckSummary summary =
        new ServeCheck(services.loader().load(config.sources(false)))
            .run(
                new ServeCheck.Request(
                    choice.reference(), Optional.ofNullable(onnxRuntime), many, seconds));
    output.print(services.console(), summary, ServeCheckText.of(summary));
  }

  private void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": expected a whole number from 1 to " + most);
    }
  }
}
