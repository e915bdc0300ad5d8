package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.Counted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether tasks and their OpenMP threads fit on the cores. */
final class ThreadCheck implements Check {

  static final String NAME = "threads";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    for (List<ProcessFacts> together : sharing(cluster.executors())) {
      int cores = together.get(0).cores().usable();
      int slots = together.stream().mapToInt(ProcessFacts::slots).sum();
      int threads = together.stream().mapToInt(e -> e.slots() * e.cores().ompThreads()).sum();
      if (threads > cores) {
        findings.add(tooMany(cluster, together, slots, threads, cores));
      }
    }
    if (findings.isEmpty()) {
      int most = cluster.executors().stream().mapToInt(e -> e.cores().ompThreads()).max().orElse(0);
      findings.add(
          Finding.ok(
              NAME,
              String.format(
                  Locale.ROOT,
                  "%d task slots × %d OpenMP threads fit the cores",
                  cluster.slots(),
                  most)));
    }
    return findings;
  }

  /** Executors of one machine share its cores, unless their containers divide them. */
  private static Collection<List<ProcessFacts>> sharing(List<ProcessFacts> executors) {
    Map<String, List<ProcessFacts>> groups =
        executors.stream()
            .collect(
                Collectors.groupingBy(
                    executor ->
                        executor.cores().usable() == executor.cores().machine()
                            ? executor.machine()
                            : executor.process(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return groups.values();
  }

  private static Finding tooMany(
      ClusterFacts cluster, List<ProcessFacts> together, int slots, int threads, int cores) {
    int cpus = Integer.parseInt(cluster.setting("spark.task.cpus", "1"));
    boolean oversized = together.stream().anyMatch(e -> e.cores().ompThreads() > cpus);
    String fewerSlots =
        cluster.local()
            ? "run with --master local[" + cores + "]"
            : String.format(
                Locale.ROOT,
                "give this machine's executors %s in all (spark.executor.cores, SPARK_WORKER_CORES)",
                Counted.of(cores, "core"));
    String fewerThreads =
        cluster.local()
            ? "set the environment variable OMP_NUM_THREADS=" + cpus
            : "set spark.executorEnv.OMP_NUM_THREADS=" + cpus;
    return Finding.warning(
        NAME,
        String.format(
            Locale.ROOT,
            "%s: %s start %s on %s",
            together.stream().map(ProcessFacts::name).collect(Collectors.joining(", ")),
            Counted.of(slots, "task slot"),
            Counted.of(threads, "OpenMP thread"),
            Counted.of(cores, "core")),
        "threads that wait for a core spin, and training is up to ten times slower",
        oversized && slots > cores
            ? fewerThreads + " and " + fewerSlots
            : oversized ? fewerThreads : fewerSlots);
  }
}
