package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A file that is written. HDFS throws the same exception when a stream is closed as when it was
 * written, and Java ends a {@code try} that is to note an exception beside itself with another one.
 */
public final class NewFile extends FSDataOutputStream {

  private NewFile(FSDataOutputStream out) throws IOException {
    super(out, null);
  }

  public static NewFile create(FileSystem files, Path path, boolean overwrite) throws IOException {
    return new NewFile(files.create(path, overwrite));
  }

  public static NewFile create(FileSystem files, Path path, FsPermission mode) throws IOException {
    return new NewFile(FileSystem.create(files, path, mode));
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } catch (IOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
