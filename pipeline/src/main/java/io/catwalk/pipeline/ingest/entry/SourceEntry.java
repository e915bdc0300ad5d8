package io.catwalk.pipeline.ingest.entry;

import java.io.Serializable;

/**
 * One file of a source, on its own or inside an archive.
 *
 * @param path relative to the source, with '/'
 * @param name as its container knows it
 * @param position within the container: entries are read in this order
 * @param length in bytes
 */
public record SourceEntry(String path, String name, long position, long length)
    implements Serializable {

  /** Under another path. */
  public SourceEntry withPath(String newPath) {
    return new SourceEntry(newPath, name, position, length);
  }

  /** What stands behind the last '/'. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
