package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spark, Scala and Hadoop of the driver and the executors. */
final class VersionCheck implements Check {

  static final String NAME = "versions";
  private static final String OTHER_SPARK =
      "install the Spark that the driver has on every machine, or give it by spark.yarn.archive or the image";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessFacts process : cluster.processes()) {
      examine(process, cluster.driver().versions(), findings);
    }
    if (findings.isEmpty()) {
      ProcessFacts.Versions versions = cluster.driver().versions();
      findings.add(
          Finding.ok(
              NAME,
              String.format(
                  Locale.ROOT,
                  "Spark %s, Scala %s, Hadoop client %s on the driver and %s",
                  versions.spark(),
                  versions.scala(),
                  versions.hadoop(),
                  count(cluster.executors().size()))));
    }
    return findings;
  }

  static String count(int executors) {
    return executors == 1 ? "1 executor" : executors + " executors";
  }

  private static void examine(
      ProcessFacts process, ProcessFacts.Versions driver, List<Finding> findings) {
    ProcessFacts.Versions own = process.versions();
    if (!SupportedSpark.runsOn(own.spark(), own.scala())) {
      findings.add(
          Finding.error(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s runs Spark %s with Scala %s",
                  process.name(),
                  own.spark(),
                  own.scala()),
              "Catwalk runs on " + SupportedSpark.NEEDED,
              "set SPARK_HOME to one of them, and start the cluster from the same"));
    } else if (!sameLines(own, driver)) {
      findings.add(
          Finding.error(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s runs Spark %s with Scala %s, the driver Spark %s with Scala %s",
                  process.name(),
                  own.spark(),
                  own.scala(),
                  driver.spark(),
                  driver.scala()),
              "what they send to each other holds objects of Spark and Scala, which the other cannot read",
              OTHER_SPARK));
    } else if (!own.spark().equals(driver.spark())) {
      findings.add(
          Finding.warning(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s runs Spark %s, the driver %s",
                  process.name(),
                  own.spark(),
                  driver.spark()),
              "patch versions mostly understand each other, and where they do not a task fails in the middle",
              OTHER_SPARK));
    }
    if (!SupportedSpark.line(own.hadoop()).equals(SupportedSpark.line(driver.hadoop()))) {
      findings.add(
          Finding.warning(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s has Hadoop's client %s, the driver %s",
                  process.name(),
                  own.hadoop(),
                  driver.hadoop()),
              "settings and file systems may differ between who writes and who reads",
              OTHER_SPARK));
    }
  }

  private static boolean sameLines(ProcessFacts.Versions one, ProcessFacts.Versions other) {
    return SupportedSpark.line(one.spark()).equals(SupportedSpark.line(other.spark()))
        && SupportedSpark.line(one.scala()).equals(SupportedSpark.line(other.scala()));
  }
}
