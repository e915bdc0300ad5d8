package io.catwalk.pipeline.spark;

import java.util.Map;
import java.util.Optional;

/** Spark's thin client, whose class path has no SparkContext and whose sessions have no RDDs. */
public final class SparkConnect {

  private SparkConnect() {}

  /**
   * Why it will not do, in a line, where the settings ask for it. Loads no class of Spark.
   *
   * @param settings Spark's, as spark-submit hands them on in system properties
   */
  public static Optional<String> objection(Map<String, String> settings) {
    if (!settings.containsKey("spark.remote")
        && !settings.getOrDefault("spark.api.mode", "").equals("connect")) {
      return Optional.empty();
    }
    return Optional.of(
        "Spark Connect (spark.remote, --remote, SPARK_REMOTE, SPARK_CONNECT_MODE or spark.api.mode=connect) is not enough, since it runs no RDDs: unset it, and give the cluster's own --master: local[N], spark://HOST:PORT, yarn or k8s://HOST:PORT");
  }
}
