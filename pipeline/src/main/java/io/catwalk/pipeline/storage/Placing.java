package io.catwalk.pipeline.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Moves what is whole to its place, in one step that neither a crash nor a reader can halve. */
interface Placing {

  /** Moves a file to where another may be, which is then gone. */
  void replace(Path from, Path to) throws IOException;

  /**
   * Moves a file or folder to where nothing is.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException when something is there; of several who
   *     try at once, one alone succeeds
   */
  void place(Path from, Path to) throws IOException;

  /** The way that suits a file system. */
  static Placing on(FileSystem files) {
    return "file".equals(files.getUri().getScheme())
        ? new LocalPlacing()
        : new Renaming(files.getConf());
  }

  /**
   * By FileContext, whose rename is one step of the NameNode. FileSystem.rename does nothing where
   * a file exists, and moves a folder into one that exists.
   */
  record Renaming(Configuration configuration) implements Placing {

    @Override
    public void replace(Path from, Path to) throws IOException {
      FileContext.getFileContext(to.toUri(), configuration)
          .rename(from, to, Options.Rename.OVERWRITE);
    }

    @Override
    public void place(Path from, Path to) throws IOException {
      FileContext.getFileContext(to.toUri(), configuration).rename(from, to, Options.Rename.NONE);
    }
  }
}
