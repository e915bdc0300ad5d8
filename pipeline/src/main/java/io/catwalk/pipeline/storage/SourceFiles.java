package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/** Reads the user's own files, wherever Hadoop can: on the driver and, sent there, on executors. */
public interface SourceFiles extends Serializable {

  /**
   * Every file below the folders that the pattern names, or the files that it names, sorted by path
   * and so by URI; those below hidden names ({@link HiddenNames}) are left out. The list takes few
   * bytes a file, and makes each anew whenever it is asked for.
   *
   * @param pattern a path or URI, with Hadoop's globs where nothing has just that name
   * @throws io.catwalk.pipeline.CatwalkException (data) when nothing is there
   */
  List<SourceFile> list(String pattern);

  /**
   * The URI of some file that the pattern leads to, found without listing all of them.
   *
   * @throws io.catwalk.pipeline.CatwalkException (data) when nothing is there
   */
  String any(String pattern);

  /** Opens a file for reading from its start. */
  InputStream open(String uri) throws IOException;

  /** All bytes of a file. */
  byte[] read(String uri) throws IOException;

  /** Reads {@code length} bytes from {@code position}, without reading what lies before. */
  byte[] read(String uri, long position, int length) throws IOException;

  /**
   * One file of a source.
   *
   * @param uri its full URI
   * @param path relative to the folder that was named; where a pattern matched, to the deepest
   *     folder that holds all files
   * @param length in bytes
   * @param modified in milliseconds since 1970
   * @param problem why it cannot be read, as far as the listing tells; empty where it can
   */
  record SourceFile(String uri, String path, long length, long modified, String problem)
      implements Serializable {

    public SourceFile(String uri, String path, long length, long modified) {
      this(uri, path, length, modified, "");
    }

    /** Under another name. */
    SourceFile at(String newPath) {
      return new SourceFile(uri, newPath, length, modified, problem);
    }
  }
}
