package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.ImportHeadline;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.export.ImportJob;
import io.catwalk.pipeline.export.ImportRequest;
import io.catwalk.pipeline.export.ImportRequest.Classes;
import io.catwalk.pipeline.export.ImportRequest.Pixels;
import io.catwalk.pipeline.export.ImportSummary;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A network that was trained elsewhere. */
@Command(
    name = "import",
    description = {
      "Makes a model.zip of a plain network that PyTorch or others wrote as ONNX.",
      "",
      "What evaluate, predict, explain and train --from take. The network is a chain of convolutions, pooling, batch normalisation,"
          + " activation functions and dense layers, for images of a fixed size with 1 or 3 channels; the first operator or attribute that"
          + " does not fit is named. Needs no Spark."
    },
    footer = {
      "  catwalk import --onnx net.onnx --classes cat,dog --out net.zip",
      "  catwalk import --onnx net.onnx --labels labels.txt --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 --resize crop --out net.zip"
    })
final class ImportCommand implements Runnable {

  @Option(
      names = "--onnx",
      paramLabel = "URI",
      required = true,
      description = "The file, with its weights inside.")
  private String onnx;

  @ArgGroup(multiplicity = "1")
  private ClassNames classes;

  @Option(
      names = "--out",
      paramLabel = "URI",
      required = true,
      description = "The model.zip that appears.")
  private String out;

  @Option(
      names = "--mean",
      paramLabel = "X",
      split = ",",
      defaultValue = "0",
      description =
          "Taken from each pixel in 0 to 1, as in the network's training: one number, or one a channel. Default: ${DEFAULT-VALUE}.")
  private List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "X",
      split = ",",
      defaultValue = "1",
      description =
          "The rest is divided by it: one number, or one a channel. Default: ${DEFAULT-VALUE}.")
  private List<Double> deviation;

  @Option(
      names = "--resize",
      paramLabel = "MODE",
      defaultValue = "fit",
      description =
          "How an image becomes as large as the network's: fit, crop, stretch or pad, as data.resize. Default: ${DEFAULT-VALUE}.")
  private ResizeMode resize;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the network is called. Default: the file's name.")
  private String name;

  @Option(names = "--force", description = "Replaces what is there.")
  private boolean force;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  private final Services services;

  ImportCommand(Services services) {
    this.services = services;
  }

  /** The classes in the order of the network's outputs: one of the two. */
  private static final class ClassNames {

    @Option(
        names = "--classes",
        paramLabel = "NAME",
        split = ",",
        required = true,
        description =
            "The classes in the order of the network's outputs, with commas between them.")
    private List<String> names;

    @Option(
        names = "--labels",
        paramLabel = "URI",
        required = true,
        description = "A text of the classes in that order, a line each.")
    private String file;

    Classes classes() {
      return names == null ? new Classes.Listed(file) : new Classes.Named(names);
    }
  }

  @Override
  public void run() {
    ImportSummary summary =
        new ImportJob(services.loader().load(config.sources(false)))
            .run(
                new ImportRequest(
                    onnx,
                    out,
                    Optional.ofNullable(name),
                    classes.classes(),
                    new Pixels(resize, mean, deviation),
                    force));
    output.print(services.console(), summary, ImportHeadline.of(summary));
  }
}
