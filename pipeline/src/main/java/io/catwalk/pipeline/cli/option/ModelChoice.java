package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.run.ModelReference;
import picocli.CommandLine.Option;

/** Which trained model: one of the two. */
public final class ModelChoice {

  @Option(
      names = "--run",
      paramLabel = "RUN",
      required = true,
      description = "The model of this run: its id in storage, or its URI.")
  private String run;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      required = true,
      description =
          "The name of a model in the registry, whose champion is taken; or a model.zip that Catwalk wrote: path or URI.")
  private String model;

  public ModelReference reference() {
    return run != null ? new ModelReference.OfRun(run) : new ModelReference.Named(model);
  }
}
