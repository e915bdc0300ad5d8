package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.storage.placing.Placing;

/** A folder whose name starts with a dot until it is whole. */
final class HadoopStagedFolder implements StagedFolder {

  private final HadoopArtifactStore store;
  private final String staging;
  private final String target;
  private boolean published;

  HadoopStagedFolder(HadoopArtifactStore store, String staging, String target) {
    this.store = store;
    this.staging = staging;
    this.target = target;
  }

  @Override
  public String path() {
    return staging;
  }

  @Override
  public TaskFolder forTasks() {
    return store.forTasks(staging);
  }

  @Override
  public void write(String name, byte[] content) {
    store.write(staging + "/" + name, content);
  }

  @Override
  public void write(String name, ArtifactStore.Content content) {
    store.write(staging + "/" + name, content);
  }

  @Override
  public boolean publish(HeldLock lock) {
    return publish(target, lock);
  }

  @Override
  public boolean publishAs(String path) {
    return publish(path, HeldLock.UNDISPUTED);
  }

  private boolean publish(String path, HeldLock lock) {
    Placing.Sealed sealed = store.seal(staging);
    lock.check();
    published = store.publish(sealed, staging, path);
    return published;
  }

  @Override
  public void close() {
    if (!published) {
      store.delete(staging);
    }
  }
}
