package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.network.util.JavaUtils;

/** Whether heap and what is outside of it fit where the system or the cluster kills. */
final class MemoryCheck implements Check {

  static final String NAME = "memory";
  private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
  private static final String WHY =
      "networks live outside the heap, where Spark does not see them: the process is killed when it gets there";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessFacts process : cluster.processes()) {
      examine(cluster, process, findings);
    }
    if (findings.isEmpty()) {
      ProcessFacts first = cluster.processes().get(cluster.processes().size() - 1);
      findings.add(
          Finding.ok(
              NAME,
              String.format(
                  Locale.ROOT,
                  "heap %s + off-heap %s of %s for each executor",
                  size(first.memory().heap()),
                  size(first.memory().offHeap()),
                  size(limit(cluster, first)))));
    }
    return findings;
  }

  private static void examine(ClusterFacts cluster, ProcessFacts process, List<Finding> findings) {
    ProcessFacts.Memory memory = process.memory();
    long limit = limit(cluster, process);
    long demand = memory.heap() + memory.offHeap();
    if (demand <= limit) {
      return;
    }
    // JavaCPP's own limit is a guess that most jobs never reach; one that was set was meant.
    boolean certain = memory.heap() > limit || meant(cluster, process);
    boolean executor = !process.process().equals("driver");
    findings.add(
        new Finding(
            NAME,
            certain ? Severity.ERROR : Severity.WARNING,
            String.format(
                Locale.ROOT,
                "%s: heap %s + off-heap %s, where %s has %s",
                process.name(),
                size(memory.heap()),
                size(memory.offHeap()),
                where(cluster, process),
                size(limit)),
            WHY,
            executor
                ? String.format(
                    Locale.ROOT,
                    "set spark.executor.memoryOverheadFactor=1.0, or less by spark.executor.memory and -D%s in spark.executor.extraJavaOptions",
                    MAX_BYTES)
                : String.format(
                    Locale.ROOT,
                    "set less by spark.driver.memory and -D%s in spark.driver.extraJavaOptions",
                    MAX_BYTES)));
  }

  private static boolean meant(ClusterFacts cluster, ProcessFacts process) {
    String role = process.process().equals("driver") ? "driver" : "executor";
    return cluster.setting("spark." + role + ".extraJavaOptions", "").contains(MAX_BYTES)
        || cluster.setting("spark." + role + ".defaultJavaOptions", "").contains(MAX_BYTES);
  }

  /** The tighter of what the system and the cluster's manager allow. */
  static long limit(ClusterFacts cluster, ProcessFacts process) {
    return Math.min(process.memory().limit(), asked(cluster, process));
  }

  static String where(ClusterFacts cluster, ProcessFacts process) {
    if (asked(cluster, process) < process.memory().limit()) {
      return "the container that Spark asks for";
    }
    return process.memory().contained() ? "its container" : "the machine";
  }

  /** What YARN and Kubernetes make of an executor's settings; elsewhere nobody counts. */
  private static long asked(ClusterFacts cluster, ProcessFacts process) {
    boolean counted = cluster.master().equals("yarn") || cluster.master().startsWith("k8s://");
    if (!counted || process.process().equals("driver")) {
      return Long.MAX_VALUE;
    }
    long heap = JavaUtils.byteStringAsMb(cluster.setting("spark.executor.memory", "1g"));
    double factor =
        Double.parseDouble(cluster.setting("spark.executor.memoryOverheadFactor", "0.1"));
    String overhead = cluster.setting("spark.executor.memoryOverhead", "");
    long beside =
        overhead.isEmpty()
            ? Math.max((long) (heap * factor), 384)
            : JavaUtils.byteStringAsMb(overhead);
    return (heap + beside) << 20;
  }

  static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
        : String.format(Locale.ROOT, "%d MiB", bytes >> 20);
  }
}
