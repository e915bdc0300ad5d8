package io.catwalk.pipeline.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Which Spark Catwalk runs on. The class path is asked by resources alone, so that the answer comes
 * before a class of another Spark fails to link.
 */
public final class SupportedSpark {

  /** What messages say of it. */
  static final String NEEDED = "Spark 3.5 or 4.0 to 4.2, for Scala 2.12 or 2.13";

  private static final Set<String> SPARK = Set.of("3.5", "4.0", "4.1", "4.2");
  private static final Set<String> SCALA = Set.of("2.12", "2.13");

  private SupportedSpark() {}

  /** Any patch version of them. */
  static boolean runsOn(String spark, String scala) {
    return SPARK.contains(line(spark)) && SCALA.contains(line(scala));
  }

  /** {@code 4.2} of {@code 4.2.1-amzn-0}; all of {@code 4.3-SNAPSHOT}. */
  static String line(String version) {
    String[] parts = version.split("\\.", 3);
    return parts.length < 3 ? version : parts[0] + "." + parts[1];
  }

  /**
   * Why the Spark on this class path will not do, in a line; empty where it will, or where there is
   * none.
   */
  public static Optional<String> objection(ClassLoader classPath) {
    String spark = read(classPath, "spark-version-info.properties", "version");
    String scala = read(classPath, "library.properties", "version.number");
    if ((spark == null || SPARK.contains(line(spark)))
        && (scala == null || SCALA.contains(line(scala)))) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "This is Spark %s for Scala %s, where Catwalk needs %s: set SPARK_HOME to one, any patch version will do",
            told(spark),
            told(scala),
            NEEDED));
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
