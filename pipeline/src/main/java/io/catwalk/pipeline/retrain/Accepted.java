package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.Optional;

/**
 * The data that a person has accepted last, by {@code --accept-data}: {@code accepted.json} of a
 * registry. What it holds is not asked about again while the champion is the same.
 *
 * @param champion version at that time; null for none
 * @param dataset {@code name@version}
 */
record Accepted(String champion, String dataset) {

  private static final String FILE = "accepted.json";

  static Optional<Accepted> read(ArtifactStore store, String registry) {
    String path = path(registry);
    return store.exists(path)
        ? Optional.of(Json.read(store.read(path), Accepted.class, store.resolve(path).toString()))
        : Optional.empty();
  }

  void write(ArtifactStore store, String registry) {
    store.write(path(registry), Json.write(this));
  }

  private static String path(String registry) {
    return "registry/" + registry + "/" + FILE;
  }
}
