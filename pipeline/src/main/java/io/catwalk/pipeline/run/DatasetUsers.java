package io.catwalk.pipeline.run;

import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What would miss a dataset: models of the registry, and runs, finished or not. */
public final class DatasetUsers {

  private final ArtifactStore store;

  /** Sentences, by {@code name@version}. */
  private final Map<String, List<String>> users = new HashMap<>();

  /** Looks at all models and runs, once. */
  public DatasetUsers(ArtifactStore store) {
    this.store = store;
    addVersions();
    addFinishedRuns();
    StoredTraining.begun(store)
        .forEach(
            run ->
                add(
                    StoredTraining.read(store, run).dataset(),
                    "run " + run + ", which is not finished, is trained on it"));
  }

  private void addVersions() {
    for (String model : Registry.names(store)) {
      for (VersionManifest version : new Registry(store, model).versions()) {
        String name = "version " + version.version() + " of model " + model;
        add(version.origin().dataset(), name + " was trained on it");
        add(version.origin().holdout(), name + " was judged on it");
      }
    }
  }

  private void addFinishedRuns() {
    for (String run : store.list(RunPaths.ROOT)) {
      String file = RunPaths.folder(run) + "/" + RunPaths.RUN;
      // A folder of somebody else's, or a run that is just being deleted.
      if (store.exists(file)) {
        RunManifest manifest = new RunReader(store, RunPaths.folder(run)).manifest();
        add(
            manifest.dataset().name() + "@" + manifest.dataset().version(),
            String.format(
                Locale.ROOT,
                "run %s was %s on it (%s)",
                run,
                manifest.training() == null ? "judged" : "trained",
                store.resolve(RunPaths.folder(run))));
      }
    }
  }

  private void add(String dataset, String user) {
    users.computeIfAbsent(dataset, none -> new ArrayList<>()).add(user);
  }

  /**
   * @param dataset {@code name@version}
   * @return as a sentence names them, with what they do
   */
  public List<String> of(String dataset) {
    return List.copyOf(users.getOrDefault(dataset, List.of()));
  }
}
