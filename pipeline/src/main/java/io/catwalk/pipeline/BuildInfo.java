package io.catwalk.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which Catwalk this is, as its build wrote it.
 *
 * @param version of Catwalk
 * @param commit that it was built from, with {@code -dirty} where files had changed since; {@code
 *     unknown} outside git
 * @param spark version that it was built against
 * @param dl4j version of Deeplearning4j and ND4J
 * @param dl4jSpark version of dl4j-spark
 */
public record BuildInfo(
    String version, String commit, String spark, String dl4j, String dl4jSpark) {

  private static final String RESOURCE = "/catwalk-build.properties";

  public static BuildInfo read() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE + " from the application's jar", e);
    }
    String commit = properties.getProperty("commit");
    if (commit.startsWith("$")) {
      commit = "unknown";
    } else if (Boolean.parseBoolean(properties.getProperty("dirty"))) {
      commit += "-dirty";
    }
    return new BuildInfo(
        properties.getProperty("version"),
        commit,
        properties.getProperty("spark"),
        properties.getProperty("dl4j"),
        properties.getProperty("dl4j-spark"));
  }
}
