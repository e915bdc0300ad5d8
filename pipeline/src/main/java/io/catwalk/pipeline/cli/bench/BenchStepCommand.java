package io.catwalk.pipeline.cli.bench;

import io.catwalk.models.ModelCatalog;
import io.catwalk.models.engine.Device;
import io.catwalk.pipeline.bench.Optimiser;
import io.catwalk.pipeline.bench.StepReport;
import io.catwalk.pipeline.bench.StepRequest;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A network's training step or output. */
@Command(
    name = "step",
    description = {
      "Measures how fast one core trains a network, or applies it.",
      "",
      "A step is a minibatch: forward, backward, optimiser. The images are Fashion-MNIST's where they are in"
          + " catwalk-data/fashion-mnist, $FASHION_MNIST or /usr/share/datasets/fashion-mnist and the network takes grey ones, else"
          + " drawn noise; all contenders get the same. Of PyTorch there are lenet5,"
          + " fashion-cnn, lenet-224, catwalk-small and catwalk-resnet, in the faster of its two layouts."
    },
    footer = {
      "  catwalk bench step --model lenet5 --minibatch 64",
      "  catwalk bench step --model lenet5 --minibatch 64 --inference --against none --json",
      "  catwalk bench step --model lenet5 --minibatch 64 --pytorch ~/torch/bin/python | tail -1"
    })
final class BenchStepCommand implements Runnable {

  /** Whom to compare with. */
  enum Against {
    STOCK,
    NONE
  }

  @Option(
      names = "--model",
      paramLabel = "NAME",
      required = true,
      description = "The network; catwalk models lists them.")
  private String model;

  @Option(
      names = "--minibatch",
      paramLabel = "N",
      required = true,
      description = "Images a step, at least 1.")
  private int minibatch;

  @Option(
      names = "--against",
      paramLabel = "LAYERS",
      defaultValue = "stock",
      description =
          "stock measures Deeplearning4j's own layers in turns with the engine, none does not. Default: ${DEFAULT-VALUE}.")
  private Against against;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "Steps of one window of measuring. Default: what fills about a second.")
  private int steps;

  @Option(
      names = "--inference",
      description = "Measures the network's output instead of training steps.")
  private boolean inference;

  @Option(
      names = "--optimiser",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = "Of training steps: adam, nesterovs or sgd. Default: ${DEFAULT-VALUE}.")
  private Optimiser optimiser;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder with IDX files, as Fashion-MNIST's, instead of those above.")
  private Path data;

  @Option(
      names = "--pytorch",
      paramLabel = "PYTHON",
      defaultValue = "${env:CATWALK_PYTORCH}",
      description =
          "A Python interpreter that has torch, to compare with PyTorch too. Default: $$CATWALK_PYTORCH, else none.")
  private String pytorch;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "What the engine computes on: cpu or reference. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Mixin private BenchOptions options;

  private final Services services;

  BenchStepCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (!ModelCatalog.names().contains(model)) {
      throw options.wrong(
          "unknown network " + model + "; known are " + String.join(", ", ModelCatalog.names()));
    }
    if (!Device.names().contains(device)) {
      throw options.wrong(
          "unknown device " + device + "; known are " + String.join(", ", Device.names()));
    }
    options.atLeast(1, "--minibatch", minibatch);
    options.atLeast(0, "--steps", steps);
    Console console = services.console();
    StepReport report =
        services
            .benchmarks()
            .step(
                new StepRequest(
                    model,
                    minibatch,
                    against == Against.STOCK,
                    inference,
                    optimiser,
                    data,
                    pytorch,
                    device,
                    options.pace(steps)),
                options.progress(console));
    options.print(console, report, BenchHeadlines.of(report));
  }
}
