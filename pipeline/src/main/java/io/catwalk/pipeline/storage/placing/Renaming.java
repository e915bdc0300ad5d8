package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Renames in one step. */
interface Renaming {

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
  static Renaming on(FileSystem files) {
    return "file".equals(files.getUri().getScheme())
        ? new LocalRenaming()
        : new ContextRenaming(files.getConf());
  }

  /**
   * By FileContext, whose rename is one step of the NameNode. FileSystem.rename does nothing where
   * a file exists, and moves a folder into one that exists.
   */
  record ContextRenaming(Configuration configuration) implements Renaming {

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
