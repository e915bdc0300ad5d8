package io.catwalk.pipeline.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Spark Catwalk runs on. The class path is asked by resources alone, so that the answer comes
 * before a class of another Spark fails to link.
 */
public final class SupportedSpark {

  static final String SPARK = "3.5";
  static final String SCALA = "2.12";

  private SupportedSpark() {}

  /** Any patch version of Spark 3.5 for Scala 2.12. */
  static boolean runsOn(String spark, String scala) {
    return spark.startsWith(SPARK + ".") && scala.startsWith(SCALA + ".");
  }

  /**
   * Why the Spark on this class path will not do, in a line; empty where it will, or where there is
   * none.
   */
  public static Optional<String> objection(ClassLoader classPath) {
    String spark = read(classPath, "spark-version-info.properties", "version");
    String scala = read(classPath, "library.properties", "version.number");
    if (runsOn(spark == null ? SPARK + "." : spark, scala == null ? SCALA + "." : scala)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "This is Spark %s for Scala %s, where Catwalk needs Spark %s for Scala %s: set SPARK_HOME to one, any patch version will do",
            told(spark),
            told(scala),
            SPARK,
            SCALA));
  }

  private static String told(String version) {
    return version == null ? "(unknown)" : version;
  }

  /** Null where there is no such resource. */
  private static String read(ClassLoader classPath, String resource, String key) {
    try (InputStream in = classPath.getResourceAsStream(resource)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(key);
    } catch (IOException e) {
      return null;
    }
  }
}
