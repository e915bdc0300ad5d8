package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whether an object store keeps a second writer of a file out, seen by trying. */
final class Exclusion {

  private Exclusion() {}

  /**
   * Two begin to write one file before either ends. The one that ends second must be refused.
   *
   * @param folder in which a small hidden file is written and deleted
   */
  static boolean holds(FileSystem first, FileSystem second, Path folder) throws IOException {
    Path file = new Path(folder, ".catwalk-exclusion." + UUID.randomUUID());
    try {
      FSDataOutputStream one = ObjectPlacing.exclusive(first, file);
      one.write(1);
      boolean refused = false;
      try {
        FSDataOutputStream other = ObjectPlacing.exclusive(second, file);
        other.write(2);
        one.close();
        other.close();
      } catch (IOException e) {
        refused = true;
      }
      one.close();
      return refused && firstByte(second, file) == 1;
    } finally {
      first.delete(file, false);
    }
  }

  private static int firstByte(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return in.read();
    }
  }
}
