package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The local file system, which remembers what was deleted, in order. */
public final class WatchedDeletions extends LocalFileSystem {

  /** Hadoop makes its file systems by itself: nobody can hand one a list. */
  public static final List<String> PATHS = new CopyOnWriteArrayList<>();

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    boolean there = super.delete(path, recursive);
    if (there) {
      PATHS.add(path.toUri().getPath());
    }
    return there;
  }
}
