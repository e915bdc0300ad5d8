package io.catwalk.pipeline.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether machines agree on the time. */
final class ClockCheck implements Check {

  static final String NAME = "clocks";
  private static final long BORNE_MILLIS = 2_000;

  /** Kerberos refuses from here on, by default. */
  private static final long REFUSED_MILLIS = 300_000;

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    long largest = 0;
    for (ProcessFacts executor : cluster.executors()) {
      long skew = skew(cluster, executor.clockMillis());
      largest = Math.max(largest, Math.abs(skew));
      if (Math.abs(skew) > BORNE_MILLIS) {
        findings.add(
            new Finding(
                NAME,
                Math.abs(skew) >= REFUSED_MILLIS ? Severity.ERROR : Severity.WARNING,
                String.format(
                    Locale.ROOT,
                    "the clock of %s is %,.1f s %s the driver's",
                    executor.name(),
                    Math.abs(skew) / 1e3,
                    skew > 0 ? "ahead of" : "behind"),
                "times in logs and histories mislead, and tokens of Kerberos and YARN are refused from five minutes on",
                "let chrony or ntpd keep the time on every machine"));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              NAME,
              String.format(Locale.ROOT, "within %,.1f s of the driver's", largest / 1e3 + 0.1)));
    }
    return findings;
  }

  /** By how much the time lies outside of those between question and answer. */
  private static long skew(ClusterFacts cluster, long clock) {
    if (clock > cluster.answeredMillis()) {
      return clock - cluster.answeredMillis();
    }
    return Math.min(0, clock - cluster.askedMillis());
  }
}
