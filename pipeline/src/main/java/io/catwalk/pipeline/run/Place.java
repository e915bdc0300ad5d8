package io.catwalk.pipeline.run;

import io.catwalk.pipeline.storage.ArtifactStore;

/**
 * Where a file or folder is.
 *
 * @param store that holds it
 * @param path relative to the store
 */
public record Place(ArtifactStore store, String path) {

  /**
   * What a user names.
   *
   * @param uri a path or URI; slashes at its end do not count
   */
  public static Place at(Workbench bench, String uri) {
    String name = uri.replaceFirst("(?<=[^/])/+$", "");
    int slash = name.lastIndexOf('/');
    String parent = slash < 0 ? "." : slash == 0 ? "/" : name.substring(0, slash);
    return new Place(bench.storeAt(parent), name.substring(slash + 1));
  }

  public boolean exists() {
    return store.exists(path);
  }

  /** Name of the file or folder. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Path of another file in the same folder, relative to the store. */
  public String beside(String other) {
    return path.substring(0, path.lastIndexOf('/') + 1) + other;
  }

  public String uri() {
    return store.resolve(path).toString();
  }

  /** Full URI of a file in this folder. */
  public String uri(String file) {
    return store.resolve(path + "/" + file).toString();
  }
}
