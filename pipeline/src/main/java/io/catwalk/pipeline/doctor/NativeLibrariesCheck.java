package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The build of libnd4j that computes, and how fast. */
final class NativeLibrariesCheck implements Check {

  static final String NAME = "libnd4j";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessFacts executor : cluster.executors()) {
      ProcessFacts.Natives natives = executor.natives();
      if (natives.build() != null && !natives.oneDnn()) {
        findings.add(
            Finding.warning(
                NAME,
                String.format(
                    Locale.ROOT,
                    "%s computes with libnd4j%s, without oneDNN%s",
                    executor.name(),
                    natives.build().isEmpty() ? " (the plain build)" : natives.build(),
                    speed(executor)),
                "convolutions take about ten times as long",
                "unset -Dorg.bytedeco.javacpp.platform.extension, or build with -Dnatives.extension=-onednn-avx2"));
      }
    }
    Set<String> builds =
        cluster.executors().stream()
            .map(executor -> executor.natives().build())
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (builds.size() > 1) {
      findings.add(
          Finding.warning(
              NAME,
              "executors compute with different builds: " + String.join(", ", builds),
              "their sums differ in the last bits, and a run cannot be repeated bit for bit where tasks run elsewhere",
              "set -Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2 in spark.executor.extraJavaOptions"));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(NAME, healthy(cluster, builds)));
    }
    return findings;
  }

  private static String healthy(ClusterFacts cluster, Set<String> builds) {
    double speed = cluster.executors().stream().mapToDouble(ProcessFacts::imagesPerSecond).sum();
    String what =
        builds.isEmpty()
            ? "this platform's one build"
            : String.join(", ", builds) + ", with oneDNN";
    return speed == 0
        ? what
        : String.format(
            Locale.ROOT, "%s; LeNet-5 at %,.0f images/s on %d slots", what, speed, cluster.slots());
  }

  private static String speed(ProcessFacts executor) {
    return executor.imagesPerSecond() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ": LeNet-5 at %,.0f images/s on %d slots",
            executor.imagesPerSecond(),
            executor.slots());
  }
}
