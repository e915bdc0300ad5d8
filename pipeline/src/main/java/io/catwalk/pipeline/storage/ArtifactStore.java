package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The folder tree that all stages share, on any Hadoop file system. Paths are relative to its root
 * and use '/'.
 *
 * <p>Files and folders appear whole or not at all. A file system that cannot be reached or refuses
 * is a {@link io.catwalk.pipeline.CatwalkException} (cluster); what is not there is one of (data).
 */
public interface ArtifactStore {

  /** The root with its scheme, without a slash at the end. */
  Location root();

  /** A path with its scheme, for Spark to read. */
  Location resolve(String path);

  boolean exists(String path);

  /**
   * The user to whom a file or folder belongs where that is another than the one who asks; empty
   * where nothing is there, or nobody can tell.
   */
  Optional<String> otherOwner(String path);

  /**
   * Names (not paths) of what lies directly in a folder, sorted; empty when there is no such
   * folder.
   */
  List<String> list(String path);

  byte[] read(String path);

  /** As {@link #read}, of what others may delete at any moment; empty where there is no file. */
  Optional<byte[]> find(String path);

  /** Opens a file that is too large for memory. The caller closes it. */
  InputStream open(String path);

  /** Writes or replaces a file; a reader sees the old bytes or the new, never half. */
  void write(String path, byte[] content);

  /** As {@link #write(String, byte[])}, for what is too large for memory. The stream stays open. */
  void write(String path, InputStream content);

  /** As {@link #write(String, byte[])}, for what is made while it is written. */
  void write(String path, Content content);

  /**
   * Writes a file, whole, where there is none.
   *
   * @return false when there is one already, which is left as it is
   */
  boolean create(String path, byte[] content);

  /**
   * Deletes what others have begun to write directly in a folder and not finished. Where such a
   * writer was only stopped and goes on, its write fails: what it wrote never appears.
   */
  void discardUnfinished(String folder);

  /** Deletes a file or folder; nothing happens where there is none. */
  void delete(String path);

  /**
   * Starts a folder that will appear at {@code path} in one step.
   *
   * @throws io.catwalk.pipeline.CatwalkException (usage) when something is there already
   */
  StagedFolder stage(String path);

  /**
   * Deletes folders that were staged to appear in a folder, under such names, and never did. Who
   * staged them must have ended.
   */
  void discardStaged(String folder, Predicate<String> names);

  /** What becomes a file. */
  @FunctionalInterface
  interface Content {

    /** Writes all of it. The stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }
}
