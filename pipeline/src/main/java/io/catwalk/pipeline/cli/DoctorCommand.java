package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.DiagnosisText;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.doctor.Diagnosis;
import io.catwalk.pipeline.doctor.Doctor.DoctorOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is wrong with a cluster, in seconds instead of after hours. */
@Command(
    name = "doctor",
    description = {
      "Examines a cluster and a storage before a long job.",
      "",
      "Versions of Java, Spark, Scala and Hadoop on the driver and the executors; which instructions the engine computes by, and how fast each executor"
          + " trains LeNet-5; threads against cores; heap and off-heap against the container; the storage's room, renames and"
          + " copies; clocks; GPUs; serialiser; whether executors see storage and images (data.source). Each finding says what is"
          + " so, why it matters and which setting mends it. Every job does the cheap part of this when it starts.",
      "",
      "Exit code 4: a job would fail. Warnings leave it 0."
    },
    footer = {
      "  catwalk doctor --master spark://HOST:7077 --storage hdfs://HOST:9000/catwalk",
      "  catwalk doctor --config mine.conf --master yarn --json",
      "  catwalk doctor --master yarn --set cluster.spark.executor.memory=8g --wait 300"
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "" + DoctorOptions.USUAL_WAIT,
      description = "How long the first executor is waited for. Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Option(
      names = "--benchmark",
      paramLabel = "SECONDS",
      defaultValue = "" + DoctorOptions.USUAL_BENCHMARK,
      description =
          "How long every executor trains LeNet-5, after half as long to warm up; 0 leaves that out. Default: ${DEFAULT-VALUE}.")
  private double benchmark;

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  private final Services services;

  DoctorCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    if (wait < 1) {
      throw wrong("--wait " + wait + ": expected a whole number of seconds of at least 1");
    }
    if (!(benchmark >= 0 && benchmark <= 600)) {
      throw wrong("--benchmark " + benchmark + ": expected seconds from 0 to 600");
    }
    Console console = services.console();
    ExperimentConfig experiment = services.loader().load(config.sources(false));
    Diagnosis diagnosis =
        services
            .doctor()
            .examine(
                experiment, new DoctorOptions(wait, benchmark), output.lines(console, "doctor"));
    output.print(console, diagnosis, DiagnosisText.of(diagnosis));
    return (diagnosis.healthy() ? ExitCode.OK : ExitCode.CLUSTER).code();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
