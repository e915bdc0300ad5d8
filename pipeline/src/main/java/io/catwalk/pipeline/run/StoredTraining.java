package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.Checkpoints;
import java.util.List;

/**
 * What stands beside a run's checkpoints, so that training can go on without being told again.
 *
 * @param schemaVersion of this document
 * @param dataset {@code name@version}
 * @param config the effective configuration as HOCON
 */
record StoredTraining(int schemaVersion, String dataset, String config) implements StoredDocument {

  private static final int SCHEMA_VERSION = 1;
  private static final String ROOT = "checkpoints";
  private static final String FILE = "training.json";

  StoredTraining(String dataset, String config) {
    this(SCHEMA_VERSION, dataset, config);
  }

  /** Where a run's checkpoints are, in the store. */
  static String folder(String runId) {
    return ROOT + "/" + runId;
  }

  /**
   * @throws CatwalkException (busy) when another process has the run's lock
   */
  void write(ArtifactStore store, String runId, HeldLock lock) {
    lock.write(store, folder(runId) + "/" + FILE, out -> out.write(Json.write(this)));
  }

  /**
   * @throws CatwalkException (usage) when the run is finished; (data) when it has no checkpoints
   */
  static StoredTraining read(ArtifactStore store, String runId) {
    if (store.exists(RunPaths.folder(runId))) {
      throw CatwalkException.usage(
          "--resume "
              + runId
              + ": this run is finished ("
              + store.resolve(RunPaths.folder(runId))
              + "); there is nothing to go on with");
    }
    String file = folder(runId) + "/" + FILE;
    if (!Checkpoints.exist(store, folder(runId)) || !store.exists(file)) {
      throw CatwalkException.data(
          "--resume "
              + runId
              + ": there are no checkpoints of it in "
              + store.resolve(ROOT)
              + known(store));
    }
    return Json.read(store.read(file), StoredTraining.class, store.resolve(file).toString());
  }

  /** Runs that can be gone on with. */
  static List<String> begun(ArtifactStore store) {
    return store.list(ROOT).stream()
        .filter(run -> Checkpoints.exist(store, folder(run)))
        .filter(run -> store.exists(folder(run) + "/" + FILE))
        .filter(run -> !store.exists(RunPaths.folder(run)))
        .toList();
  }

  private static String known(ArtifactStore store) {
    List<String> runs = begun(store);
    return runs.isEmpty() ? ", nor of any other run" : "; there are of " + String.join(", ", runs);
  }
}
