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
  public List<Finding> of(Patient patient) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessFacts process : patient.processes()) {
      examine(patient, process, findings);
    }
    if (findings.isEmpty()) {
      ProcessFacts first = patient.processes().get(patient.processes().size() - 1);
      findings.add(
          Finding.ok(
              NAME,
              String.format(
                  Locale.ROOT,
                  "heap %s + off-heap %s of %s for each executor",
                  size(first.memory().heap()),
                  size(first.memory().offHeap()),
                  size(limit(patient, first)))));
    }
    return findings;
  }

  private static void examine(Patient patient, ProcessFacts process, List<Finding> findings) {
    ProcessFacts.Memory memory = process.memory();
    long limit = limit(patient, process);
    long demand = memory.heap() + memory.offHeap();
    if (demand <= limit) {
      return;
    }
    // JavaCPP's own limit is a guess that most jobs never reach; one that was set was meant.
    boolean certain = memory.heap() > limit || meant(patient, process);
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
                where(patient, process),
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

  private static boolean meant(Patient patient, ProcessFacts process) {
    String role = process.process().equals("driver") ? "driver" : "executor";
    return patient.setting("spark." + role + ".extraJavaOptions", "").contains(MAX_BYTES)
        || patient.setting("spark." + role + ".defaultJavaOptions", "").contains(MAX_BYTES);
  }

  /** The tighter of what the system and the cluster's manager allow. */
  static long limit(Patient patient, ProcessFacts process) {
    return Math.min(process.memory().limit(), asked(patient, process));
  }

  static String where(Patient patient, ProcessFacts process) {
    if (asked(patient, process) < process.memory().limit()) {
      return "the container that Spark asks for";
    }
    return process.memory().contained() ? "its container" : "the machine";
  }

  /** What YARN and Kubernetes make of an executor's settings; elsewhere nobody counts. */
  private static long asked(Patient patient, ProcessFacts process) {
    boolean counted = patient.master().equals("yarn") || patient.master().startsWith("k8s://");
    if (!counted || process.process().equals("driver")) {
      return Long.MAX_VALUE;
    }
    long heap = JavaUtils.byteStringAsMb(patient.setting("spark.executor.memory", "1g"));
    double factor =
        Double.parseDouble(patient.setting("spark.executor.memoryOverheadFactor", "0.1"));
    String overhead = patient.setting("spark.executor.memoryOverhead", "");
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
