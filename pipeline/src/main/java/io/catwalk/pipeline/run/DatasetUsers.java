package io.catwalk.pipeline.run;

import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.List;

/** What would miss a dataset: models of the registry, and runs that are not finished. */
public final class DatasetUsers {

  private final ArtifactStore store;

  public DatasetUsers(ArtifactStore store) {
    this.store = store;
  }

  /**
   * @param dataset {@code name@version}
   * @return as a sentence names them, with what they do
   */
  public List<String> of(String dataset) {
    List<String> users = new ArrayList<>();
    for (String model : Registry.names(store)) {
      for (VersionManifest version : new Registry(store, model).versions()) {
        String name = "version " + version.version() + " of model " + model;
        if (dataset.equals(version.origin().dataset())) {
          users.add(name + " was trained on it");
        }
        if (dataset.equals(version.origin().holdout())) {
          users.add(name + " was judged on it");
        }
      }
    }
    StoredTraining.begun(store).stream()
        .filter(run -> StoredTraining.read(store, run).dataset().equals(dataset))
        .forEach(run -> users.add("run " + run + ", which is not finished, is trained on it"));
    return users;
  }
}
