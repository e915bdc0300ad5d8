package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/** Says in one line what a file system's exception means. */
final class FileSystemErrors {

  private FileSystemErrors() {}

  static CatwalkException opening(String root, IOException e) {
    if (e instanceof UnsupportedFileSystemException
        || text(e).startsWith("No FileSystem for scheme")) {
      return CatwalkException.usage(
          root
              + ": no file system is known for this scheme; add its jar to Spark, or use hdfs:// or file:");
    }
    return failed("reach", root, e);
  }

  /**
   * @param what a verb, as in "Cannot read hdfs://…"
   */
  static CatwalkException failed(String what, Object where, IOException e) {
    String prefix = "Cannot " + what + " " + where + ": ";
    if (e instanceof FileNotFoundException) {
      return CatwalkException.data(prefix + "there is no such file", e);
    }
    if (e instanceof AccessControlException || e instanceof AccessDeniedException) {
      return CatwalkException.cluster(prefix + "permission denied (" + text(e) + ")", e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return CatwalkException.data(prefix + "a file is in the way", e);
    }
    return CatwalkException.cluster(prefix + text(e), e);
  }

  /** Hadoop's messages carry stack traces and hints for developers after the first line. */
  private static String text(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.lines().findFirst().orElse("");
    int hint = line.indexOf("; For more details see:");
    return hint < 0 ? line : line.substring(0, hint);
  }
}
