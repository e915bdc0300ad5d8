package io.catwalk.pipeline;

/** JSON that lies in storage, where another version of Catwalk may find it. */
public interface StoredDocument {

  /** The version of its form; 0 where the one that wrote it named none. */
  int schemaVersion();

  /** The newest that this code reads, and the one that it writes. */
  default int newestSchema() {
    return 1;
  }
}
