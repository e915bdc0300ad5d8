package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a job fits the memory of the processes that will run it. */
final class RoomCheck {

  static final String NAME = "memory";

  /** Of a JVM with Spark in it, beside heap and arrays, at least. */
  private static final long JAVA = 256L << 20;

  private static final String WHY = "the job would end out of memory once it has begun";

  private final ClusterFacts cluster;
  private final MemoryDemand demand;

  RoomCheck(ClusterFacts cluster, MemoryDemand demand) {
    this.cluster = cluster;
    this.demand = demand;
  }

  /** What does not fit, or fits badly. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Map<String, Long> byMachine = new LinkedHashMap<>();
    for (ProcessFacts process : cluster.processes()) {
      int tasks = tasks(process);
      MemoryDemand.Part part = part(process, tasks);
      byMachine.merge(process.machine(), JAVA + part.heap() + part.offHeap(), Long::sum);
      examine(process, tasks, part, findings);
    }
    if (findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR)) {
      byMachine.forEach((machine, bytes) -> examineMachine(machine, bytes, findings));
    }
    return findings;
  }

  /** Side by side in this process, at least where tasks are spread evenly. */
  private int tasks(ProcessFacts process) {
    if (process.process().equals("driver") && !cluster.local()) {
      return 0;
    }
    return Math.min(process.slots(), share(demand.tasks()));
  }

  /** The most that fall to an executor, at least. */
  private int share(int tasks) {
    int executors = Math.max(1, cluster.executors().size());
    return (tasks + executors - 1) / executors;
  }

  private MemoryDemand.Part part(ProcessFacts process, int tasks) {
    MemoryDemand.Part own =
        process.process().equals("driver") ? demand.driver() : MemoryDemand.Part.NONE;
    return own.plus(demand.task(), tasks);
  }

  private void examine(
      ProcessFacts process, int tasks, MemoryDemand.Part part, List<Finding> findings) {
    boolean driver = process.process().equals("driver");
    if (part.heap() > process.memory().heap()) {
      findings.add(
          Finding.error(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s: %s holds at least %s on the heap%s, where that is %s",
                  process.name(),
                  demand.job(),
                  size(part.heap()),
                  sideBySide(tasks, demand.task().heap()),
                  size(process.memory().heap())),
              WHY,
              Cure.heap(driver, part.heap(), demand.tasks() > tasks || tasks > 1)));
      return;
    }
    long needed = JAVA + part.heap() + part.offHeap();
    if (needed > limit(process)) {
      findings.add(
          Finding.error(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s: %s holds at least %s outside the heap%s and %s in it, where %s %s",
                  process.name(),
                  demand.job(),
                  size(part.offHeap()),
                  sideBySide(tasks, demand.task().offHeap()),
                  size(part.heap()),
                  limits(process),
                  size(limit(process))),
              WHY,
              needed > process.memory().limit()
                  ? Cure.less(tasks)
                  : Cure.offHeap(driver, part.offHeap(), needed, tasks)));
      return;
    }
    warnOfDisk(process, tasks, findings);
  }

  private void examineMachine(String machine, long bytes, List<Finding> findings) {
    List<ProcessFacts> there =
        cluster.processes().stream().filter(p -> p.machine().equals(machine)).toList();
    ProcessFacts one = there.get(0);
    if (there.size() < 2 || one.memory().contained() || bytes <= one.memory().limit()) {
      return;
    }
    findings.add(
        Finding.error(
            NAME,
            String.format(
                Locale.ROOT,
                "%s holds at least %s in the %d processes of %s, a machine of %s",
                demand.job(),
                size(bytes),
                there.size(),
                one.host(),
                size(one.memory().limit())),
            WHY,
            Cure.less(2)));
  }

  /**
   * What is too much for Spark's storage lies on local disks, or is forgotten, and is read again in
   * every round.
   */
  private void warnOfDisk(ProcessFacts process, int tasks, List<Finding> findings) {
    boolean moreWillCome =
        cluster.setting("spark.dynamicAllocation.enabled", "false").equals("true");
    if (tasks == 0 || moreWillCome) {
      return;
    }
    double fraction = Double.parseDouble(cluster.setting("spark.memory.fraction", "0.6"));
    long storage = (long) ((process.memory().heap() - (300L << 20)) * fraction);
    long held = (long) share(demand.tasks()) * demand.resident();
    if (held > storage) {
      findings.add(
          Finding.warning(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%s: examples of %s, where Spark's storage has %s (spark.memory.fraction)",
                  process.name(),
                  size(held),
                  size(storage)),
              "what does not fit is read in every round, from the local disk, or anew where train.averaging.storage = memory",
              process.process().equals("driver")
                  ? String.format(
                      Locale.ROOT,
                      "give the driver a larger heap (CATWALK_SUBMIT_ARGS='--driver-memory %s')",
                      Cure.gigabytes((long) (held / fraction)))
                  : String.format(
                      Locale.ROOT,
                      "set cluster.spark.executor.memory=%s, or more executors",
                      Cure.gigabytes((long) (held / fraction)))));
    }
  }

  private long limit(ProcessFacts process) {
    long javaCpp = process.memory().physical();
    long limit = MemoryCheck.limit(cluster, process);
    return javaCpp > 0 ? Math.min(javaCpp, limit) : limit;
  }

  private String limits(ProcessFacts process) {
    return limit(process) < MemoryCheck.limit(cluster, process)
        ? "JavaCPP lets the process have"
        : MemoryCheck.where(cluster, process) + " has";
  }

  private static String sideBySide(int tasks, long each) {
    return tasks < 2
        ? ""
        : String.format(Locale.ROOT, " (%d tasks side by side, %s each)", tasks, size(each));
  }

  private static String size(long bytes) {
    return MemoryCheck.size(bytes);
  }

  /** The settings that mend it. */
  private static final class Cure {

    private static final String SMALLER = "a smaller train.minibatch or data.shape";

    private Cure() {}

    static String heap(boolean driver, long bytes, boolean shares) {
      String memory = gigabytes(bytes + bytes / 2);
      return String.format(
              Locale.ROOT,
              driver
                  ? "give the driver a larger heap (CATWALK_SUBMIT_ARGS='--driver-memory %s')"
                  : "set cluster.spark.executor.memory=%s",
              memory)
          + (shares
              ? ", or fewer cores each and more train.workers, which share the examples"
              : "");
    }

    static String offHeap(boolean driver, long offHeap, long needed, int tasks) {
      return (driver
              // JavaCPP's limit is four times the heap.
              ? String.format(
                  Locale.ROOT,
                  "give the driver more (CATWALK_SUBMIT_ARGS='--driver-memory %s')",
                  gigabytes(needed / 3))
              : String.format(
                  Locale.ROOT, "set cluster.off-heap=%s", gigabytes(offHeap + offHeap / 2)))
          + ", or take less: "
          + less(tasks).replaceFirst("^take ", "");
    }

    static String less(int tasks) {
      return tasks > 1
          ? "take fewer cores (--master local[N], cluster.spark.executor.cores) or " + SMALLER
          : "take " + SMALLER;
    }

    static String gigabytes(long bytes) {
      return ((bytes + (1L << 30) - 1) >> 30) + "g";
    }
  }
}
