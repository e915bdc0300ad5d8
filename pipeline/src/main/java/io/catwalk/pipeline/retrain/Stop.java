package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.List;
import java.util.Optional;

/**
 * Why the last start stopped for a person: {@code stop.json} of a registry. As long as nothing has
 * changed, the next one stops as well, and {@code --status} says so.
 *
 * @param schemaVersion of this document
 * @param on what it rests on, as {@link Situation#rests} says
 * @param reasons in sentences
 */
record Stop(int schemaVersion, String on, List<String> reasons) implements StoredDocument {

  private static final int SCHEMA_VERSION = 1;
  private static final String FILE = "stop.json";

  Stop(String on, List<String> reasons) {
    this(SCHEMA_VERSION, on, reasons);
  }

  static Optional<Stop> read(ArtifactStore store, String registry) {
    String path = path(registry);
    return store.exists(path)
        ? Optional.of(Json.read(store.read(path), Stop.class, store.resolve(path).toString()))
        : Optional.empty();
  }

  void write(ArtifactStore store, String registry) {
    store.write(path(registry), Json.write(this));
  }

  private static String path(String registry) {
    return Registry.folder(registry) + "/" + FILE;
  }
}
