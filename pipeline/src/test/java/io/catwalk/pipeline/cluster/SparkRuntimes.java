package io.catwalk.pipeline.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The Sparks that the build and {@code .ci/sparks} make from Maven's jars. */
public final class SparkRuntimes {

  private SparkRuntimes() {}

  /** SPARK_HOME of the Spark that commands run on where the user has none. */
  public static Path embedded() {
    return Script.projectRoot().resolve("submit/runtime/spark/target");
  }

  /**
   * SPARK_HOME of another one.
   *
   * @param name of what {@code .ci/sparks} makes, such as {@code spark-3.5.0}
   */
  static Path other(String name) {
    return Script.projectRoot().resolve("submit/runtime/target").resolve(name);
  }

  /** Such as 4.2.0. */
  static String version(Path home) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.startsWith("spark-core_"))
          .findFirst()
          .orElseThrow()
          .replaceAll("spark-core_[^-]+-|\\.jar", "");
    }
  }
}
