package io.catwalk.pipeline.archive;

import io.catwalk.pipeline.fuzz.FuzzTarget;
import io.catwalk.pipeline.model.ModelArchive;
import java.util.List;

/** A {@code model.zip} from anywhere. */
public final class ModelFuzz {

  private ModelFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        new FuzzTarget(
            "model archive",
            List.of(CraftedZip.sound()),
            bytes -> ModelArchive.read(bytes, "model.zip")));
  }
}
