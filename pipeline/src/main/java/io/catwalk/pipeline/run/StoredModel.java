package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A model that lies in storage.
 *
 * @param model read
 * @param place of its {@code model.zip}
 * @param sha256 of that file, lower-case hex
 */
public record StoredModel(TrainedModel model, Place place, String sha256) {

  private static final String FILE_SUFFIX = ".zip";

  /**
   * @throws CatwalkException (data) when there is no such run or model
   */
  public static StoredModel open(Workbench bench, ModelReference reference) {
    return reference instanceof ModelReference.OfRun of
        ? ofRun(bench, of.run())
        : named(bench, ((ModelReference.Named) reference).model());
  }

  /** Full URI of its {@code model.zip}. */
  public String uri() {
    return place.uri();
  }

  /** Another file of its folder, such as its run's {@code run.json}; empty where there is none. */
  public Optional<byte[]> beside(String file) {
    return place.store().find(place.beside(file));
  }

  private static StoredModel ofRun(Workbench bench, String run) {
    if (run.contains("/")) {
      return read(new Place(bench.storeAt(run), RunPaths.MODEL));
    }
    ArtifactStore store = bench.store();
    if (!store.exists(RunPaths.folder(run))) {
      throw CatwalkException.data(
          "--run " + run + ": there is no such run in " + store.root() + known(store));
    }
    return read(new Place(store, RunPaths.folder(run) + "/" + RunPaths.MODEL));
  }

  private static StoredModel named(Workbench bench, String model) {
    return model.contains("/") || model.endsWith(FILE_SUFFIX)
        ? read(bench.place(model))
        : champion(bench.store(), model);
  }

  /**
   * What {@code model.from} or another key names.
   *
   * @param key for messages
   * @param from a run's id in storage, the URI of a folder with a {@code model.zip}, as runs are,
   *     or of such a file
   * @param root of the storage
   * @throws CatwalkException (usage) when there is no such run or model; (data) when it is damaged
   */
  static StoredModel from(HadoopStorage storage, String root, String key, String from) {
    boolean isFile = from.endsWith(FILE_SUFFIX);
    boolean isId = !isFile && !from.contains("/");
    Place place =
        isFile
            ? storage.place(from)
            : isId
                ? new Place(storage.store(root), RunPaths.folder(from) + "/" + RunPaths.MODEL)
                : new Place(storage.store(from), RunPaths.MODEL);
    if (!place.exists()) {
      throw CatwalkException.usage(
          key
              + " = "
              + from
              + ": there is no "
              + place.uri()
              + (isId ? known(storage.store(root)) : ""));
    }
    return read(place);
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
    return read(new Place(store, path));
  }

  private static String names(ArtifactStore store) {
    List<String> names = Registry.names(store);
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static StoredModel read(Place place) {
    byte[] file = place.store().read(place.path());
    return new StoredModel(
        ModelArchive.read(file, place.uri()), place, DigestUtils.sha256Hex(file));
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
