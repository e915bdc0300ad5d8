package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Java of the driver and the executors. */
final class JavaCheck implements Check {

  static final String NAME = "java";
  private static final int OLDEST = 17;

  /** By the line of Spark; older ones stop at {@link #NEWEST}. */
  private static final Map<String, Integer> NEWER = Map.of("4.2", 25);

  private static final int NEWEST = 21;
  private static final String CURE =
      "set spark.executorEnv.JAVA_HOME (on YARN spark.yarn.appMasterEnv.JAVA_HOME too) to a JDK 17 on every machine";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    int driver = feature(cluster.driver());
    for (ProcessFacts process : cluster.processes()) {
      int own = feature(process);
      String spark = SupportedSpark.line(process.versions().spark());
      int newest = NEWER.getOrDefault(spark, NEWEST);
      if (own < OLDEST || own > newest) {
        findings.add(
            new Finding(
                NAME,
                own < OLDEST ? Severity.ERROR : Severity.WARNING,
                String.format(
                    Locale.ROOT, "%s runs Java %s", process.name(), process.versions().java()),
                String.format(
                    Locale.ROOT,
                    "Catwalk is compiled for Java %d, and Spark %s knows none after %d",
                    OLDEST,
                    spark,
                    newest),
                CURE));
      } else if (own != driver) {
        findings.add(
            Finding.warning(
                NAME,
                String.format(
                    Locale.ROOT,
                    "%s runs Java %s, the driver %s",
                    process.name(),
                    process.versions().java(),
                    cluster.driver().versions().java()),
                "an image decoder or a sum may differ between them, and a run may not be repeatable",
                CURE));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              NAME,
              String.format(
                  Locale.ROOT,
                  "Java %s on the driver and %s",
                  cluster.driver().versions().java(),
                  VersionCheck.count(cluster.executors().size()))));
    }
    return findings;
  }

  /** {@code 17} of {@code 17.0.9}, {@code 8} of {@code 1.8.0_372}. */
  private static int feature(ProcessFacts process) {
    String[] parts = process.versions().java().split("[^0-9]+", 3);
    int first = Integer.parseInt(parts[0]);
    return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
  }
}
