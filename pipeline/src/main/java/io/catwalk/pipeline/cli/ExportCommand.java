package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.ExportHeadline;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.ModelChoice;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.export.ExportJob;
import io.catwalk.pipeline.export.ExportRequest;
import io.catwalk.pipeline.export.ExportRequest.Format;
import io.catwalk.pipeline.export.ExportRequest.Layout;
import io.catwalk.pipeline.export.ExportSummary;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A stored model for where it serves. */
@Command(
    name = "export",
    description = {
      "Writes a trained model as ONNX, for ONNX Runtime, Triton and others.",
      "",
      "Bytes of images of any size go in, probabilities come out: grey, resizing, padding and normalisation are part of the graph."
          + " Labels and where the model comes from are in the file's metadata. Needs no Spark."
    },
    footer = {
      "  catwalk export --run 20260101-120000-lenet5 --out model.onnx",
      "  catwalk export --model fashion-mnist --layout triton --out model-repository --name clothes"
    })
final class ExportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private ModelChoice choice;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "onnx",
      description = "onnx. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      defaultValue = "file",
      description =
          "file: the model alone; triton: a folder of a model repository, with config.pbtxt and labels.txt. Default:"
              + " ${DEFAULT-VALUE}.")
  private Layout layout;

  @Option(
      names = "--out",
      paramLabel = "URI",
      description =
          "The file, or the model repository in which the model's folder appears. Default: exports/ in storage.")
  private String out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "With --layout triton: what the model is called there. Default: the run's id, or the registry's name and version.")
  private String name;

  @Option(names = "--force", description = "Replaces what is there.")
  private boolean force;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  private final Services services;

  ExportCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (name != null && layout != Layout.TRITON) {
      throw new ParameterException(
          spec.commandLine(), "--name goes with --layout triton alone; a file is named by --out");
    }
    ExportSummary summary =
        new ExportJob(services.loader().load(config.sources(false)))
            .run(
                new ExportRequest(
                    choice.reference(),
                    layout,
                    Optional.ofNullable(out),
                    Optional.ofNullable(name),
                    force));
    output.print(services.console(), summary, ExportHeadline.of(summary));
  }
}
