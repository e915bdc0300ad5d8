package io.catwalk.pipeline.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Spark with Hadoop 3.5 that is a client of S3: with the jars, and where the server is. */
public final class S3Spark {

  private static final String HADOOP = "hadoop-client-api-3.5.";

  private S3Spark() {}

  /** The Spark without S3: the tests' own where one is given, else the embedded one. */
  public static Path plain() throws IOException {
    Path home =
        Optional.ofNullable(System.getProperty("catwalk.spark"))
            .map(Path::of)
            .orElseGet(SparkRuntimes::embedded);
    assumeTrue(hasHadoop(home), "no Spark with Hadoop 3.5: " + home);
    return home;
  }

  private static boolean hasHadoop(Path home) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
      return jars.anyMatch(jar -> jar.getFileName().toString().startsWith(HADOOP));
    }
  }

  /**
   * Makes a SPARK_HOME.
   *
   * @param home where it shall be
   * @param settings Hadoop's
   */
  static Path make(Path home, Map<String, String> settings) throws IOException {
    Path plain = plain();
    link(plain.resolve("jars"), home.resolve("jars"));
    link(S3Server.clientJars(), home.resolve("jars"));
    link(plain.resolve("bin"), home.resolve("bin"));
    link(plain.resolve("conf"), home.resolve("conf"));
    configure(home, settings);
    return home;
  }

  /** Gives a SPARK_HOME that was made other settings of Hadoop. */
  static void configure(Path home, Map<String, String> settings) throws IOException {
    Files.writeString(
        home.resolve("conf/core-site.xml"),
        settings.entrySet().stream()
            .map(
                entry ->
                    "<property><name>%s</name><value>%s</value></property>\n"
                        .formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("", "<configuration>\n", "</configuration>\n")));
  }

  private static void link(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path link = to.resolve(file.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, file);
        }
      }
    }
  }
}
