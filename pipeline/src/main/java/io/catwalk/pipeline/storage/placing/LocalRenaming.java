package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * By the system's own calls: Hadoop's client of the local file system deletes the old file before
 * it moves the new one there, and looks whether something is there before it moves.
 */
record LocalRenaming() implements Renaming {

  @Override
  public void replace(Path from, Path to) throws IOException {
    Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void place(Path from, Path to) throws IOException {
    if (Files.isDirectory(local(from))) {
      placeFolder(from, to);
      return;
    }
    try {
      // rename(2) would replace what is there; a second name of the same file cannot.
      Files.createLink(local(to), local(from));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw inTheWay(to, e);
    }
    Files.delete(local(from));
  }

  private static void placeFolder(Path from, Path to) throws IOException {
    try {
      Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (java.nio.file.FileSystemException e) {
      throw Files.exists(local(to)) ? inTheWay(to, e) : e;
    }
  }

  private static IOException inTheWay(Path to, IOException cause) {
    IOException told = new FileAlreadyExistsException(to + " is there already");
    told.initCause(cause);
    return told;
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
