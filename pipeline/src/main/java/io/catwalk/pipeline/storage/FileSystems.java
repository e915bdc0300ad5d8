package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** Opens Hadoop's file systems. */
final class FileSystems {

  private FileSystems() {}

  /**
   * @throws CatwalkException (usage) where the class that Hadoop's settings name for the scheme is
   *     not there: Hadoop knows s3a:// and abfs://, whose jars a Spark does not bring
   */
  static FileSystem of(Path path, Configuration configuration) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (RuntimeException e) {
      if (!(e.getCause() instanceof ClassNotFoundException)) {
        throw e;
      }
      String scheme = path.toUri().getScheme();
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "%s: this Spark has no jars for %s://; put org.apache.hadoop:%s:%s with its dependencies into SPARK_HOME/jars, or name it by --packages (CATWALK_SUBMIT_ARGS)",
              path,
              scheme,
              scheme.startsWith("abfs") ? "hadoop-azure" : "hadoop-aws",
              VersionInfo.getVersion()));
    }
  }
}
