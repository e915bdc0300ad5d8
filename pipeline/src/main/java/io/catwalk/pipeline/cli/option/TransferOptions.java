package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.config.ConfigOverride;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Starts from a network trained before. */
public final class TransferOptions {

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "Starts from the network of this run (model.from): its id in storage, its URI, that of a model.zip, or published:photos-64. For other classes"
              + " it gets a new output layer: --set model.classes=N.")
  private String from;

  @Option(
      names = "--freeze-until",
      paramLabel = "LAYER",
      description =
          "Leaves its layers up to this one as they are (model.freeze-until): conv2, pool2, dense1, as `catwalk models` names them."
              + " What they make of each image is computed once.")
  private String freezeUntil;

  boolean given() {
    return from != null || freezeUntil != null;
  }

  List<ConfigOverride> overrides() {
    List<ConfigOverride> overrides = new ArrayList<>();
    if (from != null) {
      overrides.add(ConfigOverride.option("--from", "model.from", from));
    }
    if (freezeUntil != null) {
      overrides.add(ConfigOverride.option("--freeze-until", "model.freeze-until", freezeUntil));
    }
    return overrides;
  }
}
