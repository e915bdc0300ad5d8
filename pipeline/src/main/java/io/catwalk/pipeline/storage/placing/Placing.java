package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Puts what is whole in its place, in one step that neither a crash nor a reader can halve. */
public interface Placing {

  /** In each folder that was published. */
  String SUCCESS = "_SUCCESS";

  /** Writes a file; one that is there is replaced. */
  void write(Path target, Content content) throws IOException;

  /**
   * Writes a file where nothing is. Of several who try at once, one alone succeeds.
   *
   * @param content tells who wrote it: two who write the same may both be told that they did
   * @return false where something is, which is left as it is
   * @throws NoExclusionException where the store cannot do that
   */
  boolean create(Path target, byte[] content) throws IOException;

  /**
   * Makes a folder that will be published.
   *
   * @throws NoExclusionException where the store cannot publish any
   */
  void begin(Path staging) throws IOException;

  /** Ends the construction of a folder: what is in it by now belongs to it, and nothing else. */
  Sealed seal(Path staging) throws IOException;

  /** Deletes a file or folder; nothing happens where there is none. */
  void delete(Path path) throws IOException;

  /**
   * Ends what a process that died had begun to publish in a folder.
   *
   * @param names of what lies in the folder
   * @return whether there was something, so that the names may be others now
   */
  boolean settle(Path folder, List<String> names) throws IOException;

  /** The same, of a folder that somebody looks for, or of the one around a file. */
  void settle(Path sought) throws IOException;

  /**
   * Deletes what others have begun to write directly in a folder and not finished. Where such a
   * writer goes on, its write fails.
   */
  void discardUnfinished(Path folder) throws IOException;

  /** The way that suits a file system. */
  static Placing on(FileSystem files) {
    return ObjectPlacing.suits(files) ? new ObjectPlacing(files) : new RenamePlacing(files);
  }

  /** A folder under construction to which nothing more is added. */
  interface Sealed {

    /**
     * Publishes it where nothing is. Of several who try at once, one alone succeeds.
     *
     * @param target beside the folder under construction
     * @return false where something is, which is left as it is, or where another process has
     *     deleted the folder under construction
     */
    boolean publish(Path target) throws IOException;
  }

  /** What becomes a file. */
  @FunctionalInterface
  interface Content {

    /** Writes all of it. The stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }
}
