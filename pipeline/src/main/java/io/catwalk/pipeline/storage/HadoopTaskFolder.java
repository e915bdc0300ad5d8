package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder on any Hadoop file system. */
record HadoopTaskFolder(HadoopSettings settings, String uri) implements TaskFolder {

  private static final long serialVersionUID = 1L;

  @Override
  public OutputStream create(String name) throws IOException {
    Path path = new Path(uri + "/" + name);
    FileSystem files = path.getFileSystem(settings.configuration());
    files.setWriteChecksum(false);
    return NewFile.create(files, path, true);
  }
}
