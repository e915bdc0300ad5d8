package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * What holds the files of a source: a folder, an archive, an IDX file. Listed on the driver, opened
 * on executors.
 */
public interface Container extends Serializable {

  /** URI of the source's file that holds an entry. */
  String origin(SourceEntry entry);

  /** Opens it for one batch of entries. */
  EntryReader open(SourceFiles files) throws IOException;

  /** The size of entries that are grey pixels, row by row; empty where entries are image files. */
  default Optional<Grid> pixels() {
    return Optional.empty();
  }

  /** Whether every entry is an image, whatever it is called. */
  default boolean holdsImagesAlone() {
    return false;
  }

  /** Whether its labels are numbers of classes, whose names it does not tell. */
  default boolean numbersClasses() {
    return false;
  }

  /** Of an image, both at least 1. */
  record Grid(int rows, int columns) {}
}
