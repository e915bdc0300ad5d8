package io.catwalk.pipeline.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A store in which something happens just before the first file is created. */
final class StoreBeforeCreating implements ArtifactStore {

  private final ArtifactStore store;
  private Runnable before;

  StoreBeforeCreating(ArtifactStore store, Runnable before) {
    this.store = store;
    this.before = before;
  }

  @Override
  public boolean create(String path, byte[] content) {
    Runnable once = before;
    before = () -> {};
    once.run();
    return store.create(path, content);
  }

  @Override
  public Location root() {
    return store.root();
  }

  @Override
  public Location resolve(String path) {
    return store.resolve(path);
  }

  @Override
  public boolean exists(String path) {
    return store.exists(path);
  }

  @Override
  public Optional<String> otherOwner(String path) {
    return store.otherOwner(path);
  }

  @Override
  public List<String> list(String path) {
    return store.list(path);
  }

  @Override
  public byte[] read(String path) {
    return store.read(path);
  }

  @Override
  public Optional<byte[]> find(String path) {
    return store.find(path);
  }

  @Override
  public InputStream open(String path) {
    return store.open(path);
  }

  @Override
  public void write(String path, byte[] content) {
    store.write(path, content);
  }

  @Override
  public void write(String path, InputStream content) {
    store.write(path, content);
  }

  @Override
  public void write(String path, Content content) {
    store.write(path, content);
  }

  @Override
  public void discardUnfinished(String folder) {
    store.discardUnfinished(folder);
  }

  @Override
  public void delete(String path) {
    store.delete(path);
  }

  @Override
  public void discardStaged(String folder, Predicate<String> names) {
    store.discardStaged(folder, names);
  }

  @Override
  public StagedFolder stage(String path) {
    return store.stage(path);
  }
}
