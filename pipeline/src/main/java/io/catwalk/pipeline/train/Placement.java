package io.catwalk.pipeline.train;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On which executors the workers' examples lie. Spark runs a worker where its examples are, for
 * ever: those that a lost executor left to the others stay there after another executor has taken
 * its place, and a round waits for whoever has two workers.
 */
final class Placement {

  private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final ExecutorCores cores;

  /** A second try in a row would find the same executors. */
  private int spreadOver;

  Placement(JavaSparkContext spark, JavaRDD<ResidentExamples> layout) {
    this.spark = spark;
    this.layout = layout;
    this.cores = new ExecutorCores(spark);
  }

  /** Whether each worker has a core more than the one that it trains on. */
  boolean coresToSpare() {
    return cores.total() >= 2 * layout.getNumPartitions() * cores.perTask();
  }

  /** Deals the examples anew before the next round where this would let more cores work. */
  void check(List<WorkerReport> reports) {
    Map<String, Long> workers =
        reports.stream()
            .collect(Collectors.groupingBy(WorkerReport::executor, Collectors.counting()));
    Map<String, Integer> slots = cores.slots();
    if (slots.size() <= workers.size() || slots.size() == spreadOver) {
      return;
    }
    boolean crowded =
        workers.entrySet().stream()
            .anyMatch(entry -> entry.getValue() > slots.getOrDefault(entry.getKey(), 1));
    if (crowded) {
      spreadOver = slots.size();
      LOG.info("Spreading {} workers over {} executors", reports.size(), slots.size());
      StorageLevel level = layout.getStorageLevel();
      layout.unpersist(true);
      layout.persist(level);
    }
  }
}
