package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.spark.TaskDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the checks look at.
 *
 * @param master URL of Spark's master
 * @param spark its settings
 * @param workers networks that shall train side by side
 * @param driver its process
 * @param executors those that answered; the driver itself for a local master
 * @param askedMillis the driver's clock before it asked the executors for theirs
 * @param answeredMillis and afterwards
 */
record ClusterFacts(
    String master,
    Map<String, String> spark,
    int workers,
    ProcessFacts driver,
    List<ProcessFacts> executors,
    long askedMillis,
    long answeredMillis) {

  boolean local() {
    return master.equals("local") || master.startsWith("local[");
  }

  /** Whether a training would. */
  boolean computesOnGpus() {
    return setting(TaskDevice.WANTED, "false").equals("true");
  }

  String setting(String key, String otherwise) {
    return spark.getOrDefault(key, otherwise);
  }

  /** Each process once. */
  List<ProcessFacts> processes() {
    List<ProcessFacts> all = new ArrayList<>();
    if (!local()) {
      all.add(driver);
    }
    all.addAll(executors);
    return all;
  }

  ClusterFacts withExecutors(List<ProcessFacts> others) {
    return new ClusterFacts(master, spark, workers, driver, others, askedMillis, answeredMillis);
  }

  int slots() {
    return executors.stream().mapToInt(ProcessFacts::slots).sum();
  }
}
