package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A model that lies in storage.
 *
 * @param model read
 * @param uri of its {@code model.zip}
 * @param sha256 of that file, lower-case hex
 */
record StoredModel(TrainedModel model, String uri, String sha256) {

  private static final String FILE_SUFFIX = ".zip";

  /**
   * @param run a run's id in storage, or the URI of a run's folder; null when {@code file} is given
   * @param file path or URI of a {@code model.zip}, or the name of a model in the registry, whose
   *     champion is taken; null when {@code run} is given
   * @throws CatwalkException (data) when there is no such run or model
   */
  static StoredModel open(Workbench bench, String run, String file) {
    if (file != null && !file.contains("/") && !file.endsWith(".zip")) {
      return champion(bench.store(), file);
    }
    if (file != null) {
      int slash = file.lastIndexOf('/');
      ArtifactStore parent =
          bench.storeAt(slash < 0 ? "." : slash == 0 ? "/" : file.substring(0, slash));
      return read(parent, file.substring(slash + 1));
    }
    if (run.contains("/")) {
      return read(bench.storeAt(run), RunPaths.MODEL);
    }
    ArtifactStore store = bench.store();
    if (!store.exists(RunPaths.folder(run))) {
      throw CatwalkException.data(
          "--run " + run + ": there is no such run in " + store.root() + known(store));
    }
    return read(store, RunPaths.folder(run) + "/" + RunPaths.MODEL);
  }

  /**
   * What {@code model.from} names.
   *
   * @param from a run's id in storage, the URI of a run's folder or of a {@code model.zip}
   * @throws CatwalkException (usage) when there is no such run or model; (data) when it is damaged
   */
  static StoredModel from(Workbench bench, String from) {
    boolean isFile = from.endsWith(FILE_SUFFIX);
    boolean isId = !isFile && !from.contains("/");
    int slash = from.lastIndexOf('/');
    String parent = slash < 0 ? "." : slash == 0 ? "/" : from.substring(0, slash);
    ArtifactStore store = isId ? bench.store() : bench.storeAt(isFile ? parent : from);
    String path =
        isId
            ? RunPaths.folder(from) + "/" + RunPaths.MODEL
            : isFile ? from.substring(slash + 1) : RunPaths.MODEL;
    if (!store.exists(path)) {
      throw CatwalkException.usage(
          "model.from = "
              + from
              + ": there is no "
              + store.resolve(path)
              + (isId ? known(bench.store()) : ""));
    }
    return read(store, path);
  }

  private static StoredModel champion(ArtifactStore store, String name) {
    Champion champion =
        new Registry(store, name)
            .champion()
            .orElseThrow(
                () ->
                    CatwalkException.data(
                        String.format(
                            Locale.ROOT,
                            "--model %s: no file, and the registry of %s has no champion of that name (it has %s); expected a model.zip or the name of a model",
                            name,
                            store.root(),
                            names(store))));
    String path = Registry.folder(name) + "/" + champion.version() + "/" + VersionManifest.MODEL;
    return read(store, path);
  }

  private static String names(ArtifactStore store) {
    List<String> names = Registry.names(store);
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static StoredModel read(ArtifactStore store, String path) {
    String uri = store.resolve(path).toString();
    byte[] file = store.read(path);
    return new StoredModel(ModelArchive.read(file, uri), uri, DigestUtils.sha256Hex(file));
  }

  /** The newest runs of a store, to end a complaint with. */
  static String known(ArtifactStore store) {
    List<String> runs =
        store.list(RunPaths.ROOT).stream().filter(name -> !name.startsWith(".")).toList();
    if (runs.isEmpty()) {
      return ", which holds no runs";
    }
    int newest = Math.max(0, runs.size() - 5);
    return "; the last ones are " + String.join(", ", runs.subList(newest, runs.size()));
  }
}
