package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.Optional;

/**
 * A challenger that was begun and not judged yet: {@code attempt.json} of a registry. Whoever holds
 * the lease next goes on with it.
 *
 * @param schemaVersion of this document
 * @param runId of its training
 * @param dataset {@code name@version}
 * @param champion version whose weights it starts from, and which it will be compared with; null
 *     for none
 * @param settings digest of what decides its result
 */
record Attempt(int schemaVersion, String runId, String dataset, String champion, String settings)
    implements StoredDocument {

  private static final int SCHEMA_VERSION = 1;
  private static final String FILE = "attempt.json";

  Attempt(String runId, String dataset, String champion, String settings) {
    this(SCHEMA_VERSION, runId, dataset, champion, settings);
  }

  Optional<String> championVersion() {
    return Optional.ofNullable(champion);
  }

  static Optional<Attempt> read(ArtifactStore store, String registry) {
    String path = path(registry);
    return store.exists(path)
        ? Optional.of(Json.read(store.read(path), Attempt.class, store.resolve(path).toString()))
        : Optional.empty();
  }

  void write(ArtifactStore store, String registry) {
    store.write(path(registry), Json.write(this));
  }

  static void discard(ArtifactStore store, String registry) {
    store.delete(path(registry));
  }

  private static String path(String registry) {
    return Registry.folder(registry) + "/" + FILE;
  }
}
