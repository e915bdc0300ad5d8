package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What computes on the executors, by which instructions, and how fast. */
final class EngineCheck implements Check {

  static final String NAME = "engine";

  /** As oneDNN calls instruction sets older than AVX2. */
  private static final String OLD = ".*\\b(sse41|avx)\\b.*";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessFacts executor : cluster.executors()) {
      String engine = executor.natives().engine();
      if (engine != null && engine.matches(OLD)) {
        findings.add(
            Finding.warning(
                NAME,
                String.format(
                    Locale.ROOT,
                    "%s computes by %s, without AVX2%s",
                    executor.name(),
                    engine,
                    speed(executor)),
                "a training takes several times as long",
                "unset ONEDNN_MAX_CPU_ISA where it is set, or take machines whose processors have AVX2"));
      }
    }
    Set<String> engines =
        cluster.executors().stream()
            .map(executor -> executor.natives().engine())
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (engines.size() > 1) {
      findings.add(
          Finding.warning(
              NAME,
              "executors compute by different instructions: " + String.join("; ", engines),
              "their sums differ in the last bits, and a run cannot be repeated bit for bit where tasks run elsewhere",
              "set cluster.spark.executorEnv.ONEDNN_MAX_CPU_ISA = AVX2"));
    }
    if (findings.isEmpty() && !engines.isEmpty()) {
      findings.add(Finding.ok(NAME, healthy(cluster, engines.iterator().next())));
    }
    return findings;
  }

  private static String healthy(ClusterFacts cluster, String engine) {
    double speed = cluster.executors().stream().mapToDouble(ProcessFacts::imagesPerSecond).sum();
    return speed == 0
        ? engine
        : String.format(
            Locale.ROOT,
            "%s; LeNet-5 at %,.0f images/s on %s",
            engine,
            speed,
            Counted.of(cluster.slots(), "slot"));
  }

  private static String speed(ProcessFacts executor) {
    return executor.imagesPerSecond() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ": LeNet-5 at %,.0f images/s on %s",
            executor.imagesPerSecond(),
            Counted.of(executor.slots(), "slot"));
  }
}
