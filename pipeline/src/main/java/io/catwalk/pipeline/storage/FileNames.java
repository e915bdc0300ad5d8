package io.catwalk.pipeline.storage;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names on the local disk are bytes, which Java reads in the charset of the locale that its process
 * was started in; nothing can change it afterwards.
 */
final class FileNames {

  private FileNames() {}

  private static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /** Whether all names there may be can be read as text. */
  static boolean areUtf8() {
    return charset().equals(StandardCharsets.UTF_8);
  }

  /** Whether the text names this very path, so that others find it by the text. */
  static boolean isText(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether a name of this text can be asked for. */
  static boolean canName(String text) {
    return charset().newEncoder().canEncode(text);
  }

  /** What is wrong with a path whose name is no text here, and what would be right. */
  static String advice(Object path) {
    return areUtf8()
        ? "the name " + path + " is not UTF-8; rename it (convmv does so for many)"
        : String.format(
            Locale.ROOT,
            "the name %s has characters that the locale of this process, %s, does not have; start it with LC_ALL=C.UTF-8 in its environment (executors: cluster.spark.executorEnv.LC_ALL)",
            path,
            charset());
  }
}
