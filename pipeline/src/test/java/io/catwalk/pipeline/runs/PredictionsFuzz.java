package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.fuzz.FuzzTarget;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code predictions.parquet}, which other programs may have written. */
public final class PredictionsFuzz {

  private static final String RUN = "runs/one";
  private static final String FILE = RUN + "/" + RunPaths.PREDICTIONS + "/part-00000.parquet";

  private PredictionsFuzz() {}

  public static List<FuzzTarget> targets() {
    byte[] sound = sound();
    ArtifactStore store;
    try {
      Path root = Files.createDirectories(Path.of("target/fuzz/store"));
      store = HadoopStorage.with(Map.of()).store(root.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        new FuzzTarget(
            "predictions",
            List.of(sound),
            bytes -> {
              store.write(FILE, bytes);
              new StoredPredictions(store, RUN).forEach(prediction -> {});
            }));
  }

  /** Two predictions; what Spark writes needs a Spark, so they were written once. */
  private static byte[] sound() {
    try (var in = PredictionsFuzz.class.getResourceAsStream("/fuzz/predictions.parquet")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
