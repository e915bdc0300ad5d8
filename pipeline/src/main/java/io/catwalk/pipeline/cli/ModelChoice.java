package io.catwalk.pipeline.cli;

import picocli.CommandLine.Option;

/** Which trained model: one of the two. */
final class ModelChoice {

  @Option(
      names = "--run",
      paramLabel = "RUN",
      required = true,
      description = "The model of this run: its id in storage, or its URI.")
  private String run;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "A model.zip that Catwalk wrote: path or URI.")
  private String model;

  String run() {
    return run;
  }

  String model() {
    return model;
  }
}
