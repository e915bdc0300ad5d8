package io.catwalk.pipeline.storage;

/**
 * A folder under construction, beside the place where it will appear. Closing it without {@link
 * #publish()} removes it.
 */
public interface StagedFolder extends AutoCloseable {

  /**
   * Its present place, relative to the store's root: pass {@code store.resolve(path())} to Spark.
   */
  String path();

  /** For tasks on the executors to write into. */
  TaskFolder forTasks();

  /** Writes one file into it. */
  void write(String name, byte[] content);

  /** As {@link #write(String, byte[])}, for what is made while it is written. */
  void write(String name, ArtifactStore.Content content);

  /**
   * Renames it to its final place, with {@code _SUCCESS} inside. A publication that came first
   * wins: false is returned.
   */
  default boolean publish() {
    return publish(HeldLock.UNDISPUTED);
  }

  /**
   * As {@link #publish()}, of what a lock guards.
   *
   * @param lock asked last, when all is written
   * @throws io.catwalk.pipeline.CatwalkException (busy) when another process has it
   */
  boolean publish(HeldLock lock);

  /**
   * As {@link #publish()}, to another place than was said, of which no more was known then.
   *
   * @param path beside the one that was said
   */
  boolean publishAs(String path);

  @Override
  void close();
}
