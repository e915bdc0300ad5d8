package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Deletes versions of datasets. A version may read shards of versions before it, which its manifest
 * names; a version that another reads is not deleted.
 */
public final class DatasetDeletion {

  private final ArtifactStore store;

  public DatasetDeletion(ArtifactStore store) {
    this.store = store;
  }

  /** A version that is there, as {@code name@version}. */
  private static String reference(String name, String version) {
    return name + "@" + version;
  }

  /** All versions of all datasets, as {@code name@version}, sorted. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    for (String name : store.list("datasets")) {
      StoredDatasets.versions(store, name).forEach(v -> all.add(reference(name, v)));
    }
    return all;
  }

  /**
   * Other versions that read shards of this one, sorted.
   *
   * @param dataset {@code name@version}
   * @throws CatwalkException (data) when it is not there
   */
  public List<String> readers(String dataset) {
    String name = name(dataset);
    String version = version(dataset);
    return StoredDatasets.versions(store, name).stream()
        .filter(other -> !other.equals(version) && reads(name, other, version))
        .map(other -> reference(name, other))
        .toList();
  }

  private boolean reads(String name, String reader, String version) {
    String file = StoredDatasets.manifest(name, reader);
    DatasetGrowth growth =
        Json.read(store.read(file), DatasetManifest.class, store.resolve(file).toString()).growth();
    return growth != null && growth.sharedWith().contains(version);
  }

  /**
   * Deletes a version.
   *
   * @param dataset {@code name@version}
   * @param users who else rests on it, as a sentence names them
   * @throws CatwalkException (usage) when anybody does, with nothing deleted; (data) when it is not
   *     there
   */
  public void delete(String dataset, List<String> users) {
    List<String> dependants = new ArrayList<>();
    readers(dataset).forEach(reader -> dependants.add("dataset " + reader + " reads its shards"));
    dependants.addAll(users);
    if (!dependants.isEmpty()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "Dataset %s cannot be deleted: %s; delete these first, or keep it",
              dataset,
              String.join(", ", dependants)));
    }
    String folder = StoredDatasets.folder(name(dataset)) + "/" + version(dataset);
    // Without its manifest nobody takes it for a dataset, however far this gets.
    store.delete(folder + "/" + ParquetDataset.MANIFEST);
    store.delete(folder);
  }

  /**
   * @param growth of a version that is about to appear
   * @throws CatwalkException (data) when a version whose shards it reads was deleted meanwhile
   */
  void refuseGone(String name, DatasetGrowth growth) {
    for (String owner : growth.sharedWith()) {
      if (!store.exists(StoredDatasets.manifest(name, owner))) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "Dataset %s was deleted while a new version that reads its shards was made; ingest again",
                reference(name, owner)));
      }
    }
  }

  private static String name(String dataset) {
    return dataset.substring(0, Math.max(0, dataset.indexOf('@')));
  }

  private String version(String dataset) {
    if (!all().contains(dataset)) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "There is no dataset %s; expected NAME@VERSION, one of: %s",
              dataset,
              all().isEmpty() ? "none" : String.join(", ", all())));
    }
    return dataset.substring(dataset.indexOf('@') + 1);
  }
}
