package io.catwalk.pipeline.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * By FileContext, whose rename is one step of the NameNode. FileSystem.rename does nothing where a
 * file exists, and moves a folder into one that exists.
 */
record HadoopPlacing(Configuration configuration) implements Placing {

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
