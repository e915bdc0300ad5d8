package io.catwalk.pipeline.storage;

import java.net.URI;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A place on some file system, with its scheme, spelt as Hadoop, Spark and the user spell it: a
 * space is a space. A URI's text would have {@code %20} there, and whoever read it as a path again
 * would look for a name with a percent sign.
 *
 * @param text such as {@code file:/my projects/store}
 */
public record Location(String text) {

  private static final Pattern GLOB = Pattern.compile("[\\\\*?\\[\\]{}]");

  static Location of(Path path) {
    return new Location(path.toString());
  }

  /** On the local disk. */
  public static Location of(java.nio.file.Path path) {
    return new Location("file:" + path.toAbsolutePath());
  }

  /** Of the file system, such as {@code hdfs}; null where the text names none. */
  public String scheme() {
    return uri().getScheme();
  }

  /** What a browser opens: with escapes. */
  public URI uri() {
    return new Path(text).toUri();
  }

  /** What Spark reads: brackets and the like stand for themselves, not for a pattern. */
  public String literal() {
    return GLOB.matcher(text).replaceAll("\\\\$0");
  }

  @Override
  public String toString() {
    return text;
  }
}
